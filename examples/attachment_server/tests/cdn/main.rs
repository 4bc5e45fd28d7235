//! The embedded store behind nginx, which adds to every request what CloudFront adds: `tests/cdn/run`.

use std::fs;
use std::future::pending;
use std::net::TcpListener as FreePort;
use std::process::{Child, Command};
use std::sync::Arc;
use std::time::Duration;

use attachment_server::clock::Clock;
use attachment_server::install_crypto;
use attachment_server::serve::serve;
use attachment_server::store::{Store, router};
use presigner::post::PostPolicy;
use presigner::time::OffsetDateTime;
use presigner::verify::InfrastructureHeader;
use presigner::{Credentials, Endpoint, Presigner, Signer, Validity};
use reqwest::Client;
use reqwest::multipart::{Form, Part};
use tempfile::TempDir;
use tokio::net::TcpListener;
use tokio::time::sleep;

struct Behind {
    signer: Signer,
    client: Client,
    nginx: Child,
    _folder: TempDir,
}

impl Drop for Behind {
    fn drop(&mut self) {
        let _ = self.nginx.kill();
        let _ = self.nginx.wait();
    }
}

impl Behind {
    /// A store whose clients know nothing but the address of its proxy.
    async fn start(prepare: impl FnOnce(Store) -> Store) -> Self {
        install_crypto();
        let front = FreePort::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
        let endpoint = Endpoint::custom(&format!("http://{front}"), "us-east-1").unwrap();
        let credentials = Credentials::new("AKIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY").unwrap();
        let signer = Signer::new(endpoint.bucket("attachments").unwrap(), credentials);

        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let store = listener.local_addr().unwrap();
        let clock = Clock::new(OffsetDateTime::now_utc);
        let router = router(Arc::new(prepare(Store::new(&signer, clock).unwrap())));
        tokio::spawn(serve(listener, router, pending()));

        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().display();
        let config = format!(
            "daemon off;
             master_process off;
             pid {path}/pid;
             error_log {path}/log;
             events {{}}
             http {{
               access_log off;
               client_body_temp_path {path}/body;
               proxy_temp_path {path}/proxy;
               fastcgi_temp_path {path}/fastcgi;
               scgi_temp_path {path}/scgi;
               uwsgi_temp_path {path}/uwsgi;
               server {{
                 listen {front};
                 merge_slashes off;
                 location / {{
                   proxy_pass http://{store};
                   proxy_set_header Host $http_host;
                   proxy_set_header Via \"1.1 $request_id.cloudfront.net (CloudFront)\";
                   proxy_set_header X-Amz-Cf-Id $request_id;
                   proxy_set_header X-Forwarded-For $remote_addr;
                 }}
               }}
             }}"
        );
        fs::write(folder.path().join("nginx.conf"), config).unwrap();
        let nginx = Command::new("/usr/sbin/nginx").arg("-c").arg(folder.path().join("nginx.conf")).spawn();
        let nginx = nginx.expect("nginx: start this test with `tests/cdn/run`");
        let client = Client::builder().no_proxy().build().unwrap();
        let behind = Self { signer, client, nginx, _folder: folder };
        for _ in 0..100 {
            if behind.client.get(format!("http://{front}/")).send().await.is_ok() {
                return behind;
            }
            sleep(Duration::from_millis(100)).await;
        }
        panic!("nginx does not answer");
    }

    fn presigner(&self) -> Presigner<'_> {
        let validity = Validity::new(OffsetDateTime::now_utc(), Duration::from_secs(60)).unwrap();
        self.signer.at(validity).unwrap()
    }
}

#[tokio::test]
async fn a_store_that_knows_of_its_cdn_takes_links_and_forms() {
    let store = Behind::start(|store| store.behind(InfrastructureHeader::CloudFrontId)).await;
    let (presigner, client) = (store.presigner(), &store.client);
    let key = "a//b c.txt";
    let put = presigner.put(key).unwrap().presign();
    assert_eq!(client.put(put.url()).body("through a proxy").send().await.unwrap().status(), 200);
    let get = presigner.get(key).unwrap().presign();
    assert_eq!(client.get(get.url()).send().await.unwrap().text().await.unwrap(), "through a proxy");

    let post = presigner.presign_post(&PostPolicy::new("form.txt", 1..=9).unwrap()).unwrap();
    let mut form = Form::new();
    for (name, value) in post.fields() {
        form = form.text(name.to_owned(), value.to_owned());
    }
    let form = form.part("file", Part::text("a form").file_name("a.txt"));
    assert_eq!(client.post(post.url()).multipart(form).send().await.unwrap().status(), 204);

    // What a client adds is as refused as without a proxy.
    for name in ["x-amz-acl", "x-amz-meta-a", "x-amz-copy-source", "x-amz-tagging"] {
        let put = client.put(put.url()).header(name, "public-read").body("forged").send().await.unwrap();
        assert_eq!(put.status(), 403, "{name}");
    }
    // What the proxy sets stands in the place of what a client sends.
    let get = client.get(get.url()).header("x-amz-cf-id", "forged").send().await.unwrap();
    assert_eq!(get.text().await.unwrap(), "through a proxy");
}

#[tokio::test]
async fn a_store_that_does_not_know_refuses_every_link() {
    let store = Behind::start(|store| store).await;
    let put = store.presigner().put("a.txt").unwrap().presign();
    let answer = store.client.put(put.url()).body("through a proxy").send().await.unwrap();
    assert_eq!(answer.status(), 403);
    assert!(answer.text().await.unwrap().contains("the request has an x-amz- header that is not signed"));
}
