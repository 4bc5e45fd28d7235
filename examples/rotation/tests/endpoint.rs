//! 64 threads sign with the credentials of a container's endpoint, whose keys last five minutes and two seconds, so that they
//! are due two seconds after they came: the endpoint is asked once for each renewal, and never twice at once.

use std::collections::BTreeSet;
use std::process::Command;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;
use std::time::{Duration, Instant, SystemTime};

use aws_config::{BehaviorVersion, Region};
use aws_smithy_http_client::Builder;
use presigner::{Endpoint, UnixTime, Validity};
use presigner_rotation::Links;
use tiny_http::{Header, Request, Response, Server};

const THREADS: usize = 64;
/// How long they ask.
const TIME: Duration = Duration::from_secs(13);
/// How long before their end credentials are due: the default of `RefreshGate`.
const MARGIN: Duration = Duration::from_secs(300);
const DUE_AFTER: Duration = Duration::from_secs(2);
/// Long enough for every thread to come by while one fetches.
const DELAY: Duration = Duration::from_millis(300);

/// The endpoint of a container's credentials, which counts.
#[derive(Default)]
struct Counter {
    fetches: AtomicUsize,
    at_once: AtomicUsize,
    most_at_once: AtomicUsize,
}

impl Counter {
    fn answer(&self, request: Request, life: Duration) {
        let number = self.fetches.fetch_add(1, Ordering::SeqCst);
        let at_once = self.at_once.fetch_add(1, Ordering::SeqCst) + 1;
        self.most_at_once.fetch_max(at_once, Ordering::SeqCst);
        thread::sleep(DELAY);
        let end = UnixTime::from(SystemTime::now() + life);
        let body = format!(
            r#"{{"AccessKeyId":"ASIA{number}","SecretAccessKey":"secret","Token":"token{number}","Expiration":"{end}"}}"#
        );
        // Before the answer: the next one may come right after it.
        self.at_once.fetch_sub(1, Ordering::SeqCst);
        let json = Header::from_bytes("content-type", "application/json").unwrap();
        let _ = request.respond(Response::from_string(body).with_header(json));
    }

    /// Runs the ignored test of this program in a process of its own, whose environment names this endpoint.
    fn run(&self, life: Duration) -> String {
        let server = Server::http("127.0.0.1:0").unwrap();
        let address = format!("http://{}/credentials", server.server_addr());
        let output = thread::scope(|scope| {
            scope.spawn(|| {
                for request in server.incoming_requests() {
                    scope.spawn(move || self.answer(request, life));
                }
            });
            let output = Command::new(std::env::current_exe().unwrap())
                .args(["--exact", "--ignored", "--nocapture", "in_a_container"])
                .env_clear()
                .envs([("AWS_CONTAINER_CREDENTIALS_FULL_URI", address.as_str()), ("AWS_EC2_METADATA_DISABLED", "true")])
                .output();
            server.unblock();
            output.unwrap()
        });
        let (out, errors) = (String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
        assert!(output.status.success(), "{out}\n{errors}");
        out.into_owned()
    }
}

#[test]
fn fetches_are_renewals_and_never_two_at_once() {
    let counter = Counter::default();
    let out = counter.run(MARGIN + DUE_AFTER);
    let keys: BTreeSet<&str> = out.split_whitespace().filter(|word| word.starts_with("ASIA")).collect();
    let (fetches, most) = (counter.fetches.into_inner(), counter.most_at_once.into_inner());
    println!("{fetches} fetches, {} keys in use, at most {most} at once", keys.len());
    // Every key that was fetched was signed with, and none was fetched that nobody needed.
    assert_eq!(fetches, keys.len());
    assert_eq!(most, 1);
    // After 0, 2, 7 and 12 seconds: from one claim to the next, the gate lets five pass.
    assert!((3..=5).contains(&fetches), "{fetches} fetches in {TIME:?}");
}

#[test]
fn keys_that_last_are_fetched_once() {
    let counter = Counter::default();
    counter.run(MARGIN + 2 * TIME);
    assert_eq!((counter.fetches.into_inner(), counter.most_at_once.into_inner()), (1, 1));
}

/// Prints the access key ids that 64 threads signed with.
#[test]
#[ignore = "run by the others, with an environment"]
fn in_a_container() {
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let bucket = Endpoint::aws("eu-central-1").unwrap().bucket("attachments").unwrap();
    let config = aws_config::defaults(BehaviorVersion::latest())
        .region(Region::new("eu-central-1"))
        .http_client(Builder::new().build_http());
    let links = runtime.block_on(async { Links::new(&config.load().await, bucket).await.unwrap() });

    let (keys, start) = (Mutex::new(BTreeSet::new()), Instant::now());
    thread::scope(|scope| {
        for _ in 0..THREADS {
            scope.spawn(|| {
                let mut seen = BTreeSet::new();
                while start.elapsed() < TIME {
                    let signer = runtime.block_on(links.signer());
                    let validity = Validity::new(SystemTime::now(), Duration::from_secs(60)).unwrap();
                    // No link is shorter than was asked for: the keys are renewed long before they end.
                    let link = signer.at_exactly(validity).unwrap().get("report.pdf").unwrap().presign();
                    assert!(link.url().contains(signer.access_key_id()));
                    seen.insert(signer.access_key_id().to_owned());
                    thread::sleep(Duration::from_millis(5));
                }
                keys.lock().unwrap().append(&mut seen);
            });
        }
    });
    println!("{}", Vec::from_iter(keys.into_inner().unwrap()).join(" "));
}

#[test]
fn the_guide_shows_this_program() {
    let guide = include_str!("../../../src/guide/credentials.md");
    let program = include_str!("../src/lib.rs").split_once("\n\n").unwrap().1;
    assert!(guide.contains(&format!("```rust,ignore\n{program}```\n")));
}
