//! The commands that are printed at the start.

use std::process::Stdio;

use attachment_server::welcome;
use tokio::process::Command;

use crate::start::world;

/// Pasted into one shell, and pasted again: each succeeds, and none asks a question or minds the files of the first time.
#[tokio::test]
async fn the_commands_work_and_can_be_pasted_twice() {
    let world = world().await;
    let folder = tempfile::tempdir().unwrap();
    let address = world.url.strip_prefix("http://").unwrap().parse().unwrap();
    let script = format!("set -e\n{}", welcome::commands(address, true).replace("curl -sS", "curl --noproxy '*' -sS"));
    for _ in 0..2 {
        let output = Command::new("bash")
            .args(["-o", "pipefail", "-c", &script])
            .current_dir(&folder)
            .stdin(Stdio::null())
            .output()
            .await
            .unwrap();
        let text = String::from_utf8_lossy(&output.stdout).into_owned() + &String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success() && !text.contains("curl: "), "{text}");
        assert!(text.contains("HTTP/1.1 302 Found") && text.contains(r#""attachment_id":"att_report""#), "{text}");
    }
    let photo = std::fs::read(folder.path().join("photo.png")).unwrap();
    assert!(photo.starts_with(b"\x89PNG"));
}
