//! Others are answered, whatever a thousand strangers hold.

use super::*;

const STRANGERS: usize = 1024;

/// Opens so many connections that the server has no more, each with the same beginning of a request.
async fn crowd(store: &Store, begun: &str) -> Vec<TcpStream> {
    let mut crowd = Vec::with_capacity(STRANGERS);
    for _ in 0..STRANGERS {
        // Under a server that is full, they wait in the queue of the operating system.
        if let Ok(Ok(mut stream)) = timeout(SOON, TcpStream::connect(&store.address)).await {
            let _ = stream.write_all(begun.as_bytes()).await;
            crowd.push(stream);
        }
    }
    crowd
}

async fn start() -> Store {
    let _ = rlimit::increase_nofile_limit(8192);
    Store::start().await
}

async fn assert_a_link_is_answered(store: &Store) {
    let asked = Instant::now();
    let answer = timeout(SOON, store.get_hello()).await.expect("an answer");
    assert!(answer.starts_with("HTTP/1.1 200 OK"), "{answer}");
    println!("a link was answered after {:?}", asked.elapsed());
}

async fn assert_others_are_answered(begun: impl Fn(&Store) -> String) {
    let _alone = ALONE.lock().await;
    let store = start().await;
    let crowd = crowd(&store, &begun(&store)).await;
    assert_a_link_is_answered(&store).await;

    let form = store.form(&PostPolicy::new("messages/new/a", 1..=5).unwrap());
    let body = up_to_the_file(&form) + &format!("abc\r\n--{BOUNDARY}--\r\n");
    let headers = format!(
        "Content-Type: multipart/form-data; boundary={BOUNDARY}\r\nContent-Length: {}\r\nConnection: close\r\n",
        body.len()
    );
    let mut stream = store.send(store.head("POST", "/attachments", &headers) + &body).await;
    assert_answer(&mut stream, SOON, 204, "").await;
    drop(crowd);
}

#[tokio::test]
async fn unsigned_bodies() {
    assert_others_are_answered(|store| store.head("PUT", "/attachments/a", "Content-Length: 1000\r\n")).await;
}

#[tokio::test]
async fn bodies_of_a_get() {
    assert_others_are_answered(|store| store.head("GET", "/attachments/a", "Content-Length: 1000\r\n")).await;
}

#[tokio::test]
async fn forms() {
    assert_others_are_answered(|store| store.form_head() + &format!("--{BOUNDARY}\r\nContent-Disp")).await;
}

#[tokio::test]
async fn heads() {
    assert_others_are_answered(|_| "GET / HTTP/1.1\r\nHost: a\r\nX-A".into()).await;
}

#[tokio::test]
async fn nothing_at_all() {
    assert_others_are_answered(|_| String::new()).await;
}

#[tokio::test]
async fn connections_that_stay_after_an_answer() {
    assert_others_are_answered(|store| store.head("GET", store.link(Method::GET, HELLO).url(), "")).await;
}

/// They are believed, so they have the places of uploads until they are too slow, but no other ones.
#[tokio::test]
async fn signed_bodies() {
    let _alone = ALONE.lock().await;
    let store = start().await;
    let put = store.link(Method::PUT, "messages/new/a");
    let crowd = crowd(&store, &store.head("PUT", put.url(), "Content-Length: 1000\r\n")).await;
    assert_a_link_is_answered(&store).await;
    drop(crowd);
}
