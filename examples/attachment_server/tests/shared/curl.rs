//! The names under which curl saves.

use attachment_server::samples;
use presigner::ContentDisposition;
use tokio::process::Command;

use super::world::{World, stored};

pub async fn saves_under_the_name(world: &World) {
    for attachment in samples::directory().messages.iter().flat_map(|message| &message.attachments) {
        let folder = tempfile::tempdir().unwrap();
        let query = url::form_urlencoded::Serializer::new(String::new())
            .extend_pairs([("key", attachment.key), ("fileName", attachment.file_name)])
            .finish();
        let output = Command::new("curl")
            .args(["-q", "-sS", "--fail", "--noproxy", "*", "-L", "-O", "-J"])
            .arg(format!("{}/api/messages/download?{query}", world.url))
            .current_dir(folder.path())
            .output()
            .await
            .expect("this test needs curl");
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        let mut saved = std::fs::read_dir(folder.path()).unwrap().map(|entry| entry.unwrap());
        let file = saved.next().unwrap();
        assert!(saved.next().is_none());
        let disposition = ContentDisposition::attachment(attachment.file_name);
        // curl reads the ASCII form.
        assert_eq!(file.file_name().to_str(), disposition.ascii_file_name());
        assert_eq!(std::fs::read(file.path()).unwrap(), stored(attachment.key));
    }
}
