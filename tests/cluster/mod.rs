//! What lies in `scenarios/cluster/`, tried: the scripts on their schedulers, where these are
//! installed, and the Kubernetes manifests by their form. Whatever ran the shards, the merged
//! reports are those of a single run, byte for byte.

#![cfg(unix)]

mod kubernetes;
mod parallel;
mod slurm;
mod support;
