//! Tests of the files in `scenarios/cluster/`: the scripts on their schedulers, where these are
//! installed, and the form of the Kubernetes manifests. Whatever ran the shards, the merged reports
//! are those of a single run, byte for byte.

#![cfg(unix)]

mod kubernetes;
mod parallel;
mod slurm;
mod support;
