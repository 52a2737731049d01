//! `slurm.sh` and the batch scripts on a Slurm of the test's own: one node on loopback, which is
//! shut down when the test ends, however it does.

use std::fs::{self, File};
use std::io::{self, Read as _, Write as _};
use std::net::TcpListener;
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};
use std::thread;
use std::time::Duration;

use crate::cluster::support::{
    Ended as _, Home, SCENARIO, cluster_file, installed, say, wait_until,
};

/// The longest that anything waits.
const LIMIT: Duration = Duration::from_secs(60);
const TOOLS: [&str; 8] =
    ["munged", "slurmctld", "slurmd", "sbatch", "squeue", "scancel", "scontrol", "sinfo"];

/// A Slurm in a folder; dropping it ends its jobs and its daemons.
struct Slurm<'a> {
    home: &'a Home,
    folder: PathBuf,
    daemons: Vec<Child>,
}

impl<'a> Slurm<'a> {
    /// Starts the daemons; what they say, where they do not come up.
    fn start(home: &'a Home, tools: &[PathBuf]) -> Result<Self, String> {
        let folder = home.path().join("slurm");
        for name in ["state", "spool"] {
            fs::create_dir_all(folder.join(name)).expect("made");
        }
        let mut slurm = Self { home, folder, daemons: Vec::new() };
        let host = text_of(Command::new("hostname").arg("-s"));
        fs::write(slurm.folder.join("slurm.conf"), slurm.configuration(&host)).expect("written");
        slurm.make_key();
        let at = |name: &str| slurm.folder.join(name).display().to_string();
        let munged = [
            "--foreground".to_owned(),
            format!("--socket={}", at("munge.socket")),
            format!("--key-file={}", at("munge.key")),
            format!("--pid-file={}", at("munged.pid")),
            format!("--seed-file={}", at("munged.seed")),
            format!("--log-file={}", at("munged.log")),
        ];
        let configuration = at("slurm.conf");
        let slurmctld = ["-D".to_owned(), "-f".to_owned(), configuration.clone()];
        let slurmd = ["-D", "-f", &configuration, "-N", &host].map(str::to_owned);
        slurm.daemon(&tools[0], &munged);
        let socket = slurm.folder.join("munge.socket");
        if !wait_until(LIMIT, || socket.exists() || !slurm.is_up()) || !slurm.is_up() {
            return Err(slurm.logs());
        }
        slurm.daemon(&tools[1], &slurmctld);
        slurm.daemon(&tools[2], &slurmd);
        let mut is_idle = false;
        wait_until(LIMIT, || {
            let state = slurm.client("sinfo").args(["--noheader", "--format=%T"]).output();
            is_idle = state.is_ok_and(|state| state.stdout.starts_with(b"idle"));
            is_idle || !slurm.is_up()
        });
        if is_idle { Ok(slurm) } else { Err(slurm.logs()) }
    }

    fn configuration(&self, host: &str) -> String {
        // Taken together, so that they differ; free again when this returns.
        let listeners = [0, 1].map(|_| TcpListener::bind("127.0.0.1:0").expect("a port"));
        let [controller, node] =
            listeners.map(|listener| listener.local_addr().expect("an address").port());
        let (folder, user) = (self.folder.display(), text_of(Command::new("id").arg("-un")));
        format!(
            "ClusterName=rankday\n\
             SlurmctldHost={host}(127.0.0.1)\n\
             SlurmctldPort={controller}\n\
             SlurmdPort={node}\n\
             SlurmUser={user}\n\
             SlurmdUser={user}\n\
             AuthType=auth/munge\n\
             AuthInfo=socket={folder}/munge.socket\n\
             StateSaveLocation={folder}/state\n\
             SlurmdSpoolDir={folder}/spool\n\
             SlurmctldPidFile={folder}/slurmctld.pid\n\
             SlurmdPidFile={folder}/slurmd.pid\n\
             SlurmdLogFile={folder}/slurmd.log\n\
             ProctrackType=proctrack/linuxproc\n\
             TaskPlugin=task/none\n\
             SelectType=select/cons_tres\n\
             SelectTypeParameters=CR_Core_Memory\n\
             MpiDefault=none\n\
             MailProg=/bin/true\n\
             ReturnToService=2\n\
             SlurmdParameters=config_overrides\n\
             SchedulerParameters=sched_interval=1,batch_sched_delay=0\n\
             NodeName={host} NodeAddr=127.0.0.1 CPUs=8 RealMemory=8000 State=UNKNOWN\n\
             PartitionName=main Nodes={host} Default=YES MaxTime=INFINITE State=UP\n"
        )
    }

    /// A key; the daemon wants one that only its owner can read.
    fn make_key(&self) {
        let mut key = [0; 128];
        let mut random = File::open("/dev/urandom").expect("random bytes");
        random.read_exact(&mut key).expect("random bytes");
        let file = self.folder.join("munge.key");
        let file = File::options().write(true).create_new(true).mode(0o600).open(file);
        file.expect("a file").write_all(&key).expect("written");
    }

    /// A command that knows this Slurm.
    fn command(&self, program: impl AsRef<Path>) -> Command {
        let mut command = self.home.command(program);
        command.env("SLURM_CONF", self.folder.join("slurm.conf"));
        // Where the tests run in a Slurm job themselves.
        for (name, _) in std::env::vars_os() {
            let name = name.to_string_lossy().into_owned();
            if ["SBATCH_", "SLURM_JOB", "SLURM_ARRAY"].iter().any(|begin| name.starts_with(begin)) {
                command.env_remove(name);
            }
        }
        command
    }

    /// A command that asks the daemons, and does not wait for their answer forever.
    fn client(&self, program: impl AsRef<Path>) -> Command {
        let mut command = self.command("timeout");
        command.args(["30"]).arg(program.as_ref());
        command
    }

    fn daemon(&mut self, program: &Path, words: &[String]) {
        let name = program.file_name().expect("a name").to_string_lossy();
        let said = File::create(self.folder.join(format!("{name}.out"))).expect("a file");
        let mut command = self.command(program);
        command.args(words).stdin(Stdio::null()).stdout(Stdio::null()).stderr(said);
        match command.spawn() {
            Ok(child) => self.daemons.push(child),
            Err(error) => panic!("{}: {error}", program.display()),
        }
    }

    /// Whether no daemon has ended.
    fn is_up(&mut self) -> bool {
        self.daemons.iter_mut().all(|daemon| matches!(daemon.try_wait(), Ok(None)))
    }

    /// What the daemons, and the tasks so far, have to say.
    fn logs(&self) -> String {
        let tasks = fs::read_dir(self.home.path().join("out/log")).into_iter().flatten();
        let tasks = tasks.filter_map(|entry| Some(entry.ok()?.path()));
        let daemons =
            ["munged.out", "slurmctld.out", "slurmd.out"].map(|log| self.folder.join(log));
        let log = |file: PathBuf| {
            let text = fs::read_to_string(&file).unwrap_or_default();
            let lines: Vec<&str> = text.lines().collect();
            let last = lines[lines.len().saturating_sub(30)..].join("\n");
            format!("{}:\n{last}\n", file.display())
        };
        daemons.into_iter().chain(tasks).map(log).collect()
    }

    /// Runs the submit script; the array's number.
    fn submit(&self, indexes: &[&str]) -> String {
        let mut command = self.client(cluster_file("slurm.sh"));
        command.args([SCENARIO, "2", "out"]).args(indexes);
        let printed = self.succeeds(command.output());
        let array = printed.lines().find_map(|line| line.strip_prefix("shards "));
        array.unwrap_or_else(|| panic!("no number in {printed}")).to_owned()
    }

    /// Submits one script; the job's number.
    fn batch(&self, options: &[&str], script: &str, words: &[&str]) -> String {
        let mut command = self.client("sbatch");
        command.arg("--parsable").args(options).arg(cluster_file(script)).args(words);
        self.succeeds(command.output()).trim().to_owned()
    }

    fn succeeds(&self, output: io::Result<Output>) -> String {
        let output = output.expect("the command starts");
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        assert!(output.status.success(), "{said}\n{}", self.logs());
        output.succeeded()
    }

    fn wait(&self, what: &str, is_so: impl FnMut() -> bool) {
        assert!(wait_until(LIMIT, is_so), "{what} takes too long\n{}", self.logs());
    }

    /// Waits until no job is left.
    fn wait_for_jobs(&self) {
        self.wait("a job", || {
            let left = self.client("squeue").arg("--noheader").output();
            left.is_ok_and(|left| left.status.success() && left.stdout.is_empty())
        });
    }

    /// A field of what Slurm knows of a job or of a task, `JOB_INDEX`.
    fn field(&self, job: &str, field: &str) -> String {
        let mut command = self.client("scontrol");
        let shown = self.succeeds(command.args(["--oneliner", "show", "job", job]).output());
        let value = shown.split_whitespace().find_map(|word| word.strip_prefix(field));
        value.and_then(|value| value.strip_prefix('=')).unwrap_or_default().to_owned()
    }
}

impl Drop for Slurm<'_> {
    fn drop(&mut self) {
        // Jobs are not children of this process: with their daemon gone, nothing ends them.
        let user = text_of(Command::new("id").arg("-un"));
        let mut cancel = self.client("scancel");
        let cancel = cancel.args(["--user", &user]).stderr(Stdio::null()).spawn();
        let is_over = |mut child: Child| {
            let ended =
                wait_until(Duration::from_secs(5), || !matches!(child.try_wait(), Ok(None)));
            if !ended {
                let _ = child.kill();
                let _ = child.wait();
            }
        };
        if self.daemons.len() == 3 && self.is_up() {
            let _ = cancel.map(is_over);
            wait_until(Duration::from_secs(5), || {
                let left = self.client("squeue").arg("--noheader").output();
                left.is_ok_and(|left| left.stdout.is_empty())
            });
        }
        for mut daemon in self.daemons.drain(..).rev() {
            if matches!(daemon.try_wait(), Ok(None)) {
                let _ = Command::new("kill").arg(daemon.id().to_string()).status();
                is_over(daemon);
            }
        }
    }
}

fn text_of(command: &mut Command) -> String {
    command.output().expect("the command starts").succeeded().trim().to_owned()
}

#[test]
fn slurm_gives_what_a_single_run_gives_and_an_index_mends_it() {
    let test = "slurm_gives_what_a_single_run_gives_and_an_index_mends_it";
    let Some(tools) = TOOLS.iter().map(|tool| installed(test, tool)).collect::<Option<Vec<_>>>()
    else {
        return;
    };
    // So many that a task takes seconds, and is more than one of the batches between which it ends.
    let home = Home::new(2_400);
    let slurm = match Slurm::start(&home, &tools) {
        Ok(slurm) => slurm,
        Err(logs) => return say(&format!("{test} skipped: Slurm does not start here:\n{logs}")),
    };

    // One task is told that its time is up.
    let array = slurm.submit(&[]);
    let (task, folder) = (format!("{array}_2"), home.path().join("out/shards/shard-2-of-2"));
    slurm.wait("the task's start", || folder.exists());
    thread::sleep(Duration::from_millis(200));
    let mut signal = slurm.client("scancel");
    slurm.succeeds(signal.args(["--batch", "--signal=TERM", &task]).output());
    slurm.wait_for_jobs();
    assert_eq!(slurm.field(&format!("{array}_1"), "ExitCode"), "0:0", "{}", slurm.logs());
    assert_eq!(slurm.field(&task, "ExitCode"), "6:0", "{}", slurm.logs());
    assert!(folder.join("unfinished.json.gz").exists(), "{}", slurm.logs());
    assert!(!home.path().join("out/reports").exists(), "merged without a shard");
    home.merge_is_refused("out/shards", "a shard is missing: 2/2");

    // Its index alone goes on, then the merge.
    let again = slurm.batch(&["--array=2"], "slurm.sbatch", &[SCENARIO, "2", "out"]);
    slurm.batch(&[&format!("--dependency=afterok:{again}")], "slurm-merge.sbatch", &["out"]);
    slurm.wait_for_jobs();
    assert_eq!(slurm.field(&again, "ArrayTaskId"), "2");
    home.is_as_the_single_run("out/reports");

    // A shard that is done costs nothing, and the submit script takes indexes as well.
    fs::remove_dir_all(home.path().join("out/reports")).expect("removed");
    let results = home.path().join("out/shards/shard-1-of-2/results.json.gz");
    let made = || fs::metadata(&results).and_then(|file| file.modified()).expect("a time");
    let before = made();
    let array = slurm.submit(&["1"]);
    slurm.wait_for_jobs();
    assert_eq!(slurm.field(&array, "ArrayTaskId"), "1");
    assert_eq!(made(), before, "a shard that was done ran again");
    home.is_as_the_single_run("out/reports");
}
