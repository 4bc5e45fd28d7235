//! No body is kept before it is believed, and what is believed has a bound.

use super::*;

const ZEROS: &[u8] = &[0; MIB];

/// The greatest memory of this process so far, in KiB.
fn peak() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap();
    let line = status.lines().find(|line| line.starts_with("VmHWM:")).unwrap();
    line.split_whitespace().nth(1).unwrap().parse().unwrap()
}

/// Sends these bodies of 31 MiB at the same time, as far as the server takes them, and holds them there.
async fn grown_by(store: &Store, begun: &str, connections: usize) -> u64 {
    let before = peak();
    let mut holding = Vec::new();
    let mut sending = tokio::task::JoinSet::new();
    for _ in 0..connections {
        let mut stream = store.send(begun).await;
        sending.spawn(async move {
            for _ in 0..31 {
                match timeout(Duration::from_secs(5), stream.write_all(ZEROS)).await {
                    Ok(Ok(())) => {}
                    _ => break,
                }
            }
            stream
        });
    }
    while let Some(stream) = sending.join_next().await {
        holding.push(stream.unwrap());
    }
    sleep(Duration::from_secs(1)).await;
    peak().saturating_sub(before)
}

#[tokio::test]
async fn is_bounded() {
    let _alone = ALONE.lock().await;
    let store = Store::start().await;
    let length = "Content-Length: 33554432\r\n";
    let unsigned = grown_by(&store, &store.head("PUT", "/attachments/a", length), 24).await;
    let part = format!("--{BOUNDARY}\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\n");
    let forms = grown_by(&store, &(store.form_head() + &part), 24).await;
    println!("unsigned: {unsigned} KiB, forms without a signature: {forms} KiB");
    assert!(unsigned + forms < 32 * 1024, "{unsigned} and {forms} KiB");

    // Who has a signed link may fill what room there is, and no more.
    let put = store.link(Method::PUT, "messages/new/a");
    let signed = grown_by(&store, &store.head("PUT", put.url(), length), 24).await;
    println!("signed: {signed} KiB");
    assert!(signed < 320 * 1024, "{signed} KiB");
}
