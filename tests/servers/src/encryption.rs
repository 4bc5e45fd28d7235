//! Objects that are encrypted with a key of the client.

use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use presigner::Result;

use crate::client::Follow;
use crate::contents;
use crate::digests::md5_base64;
use crate::exceptions::Exception;
use crate::server::{Server, Style};

const KEY: &str = "a b/+\u{e4}";

pub fn an_object_is_encrypted(server: &Server, style: Style) -> Result<()> {
    let store = server.store(style, "encryption")?;
    let presigner = store.presigner()?;
    let [(secret, md5), (other, other_md5)] =
        [[1; 32], [2; 32]].map(|secret: [u8; 32]| (BASE64_STANDARD.encode(secret), md5_base64(&secret)));

    presigner.put(KEY)?.sse_customer_key(&secret, &md5)?.send(&contents(KEY)).expect(200);
    let right = presigner.get(KEY)?.sse_customer_key(&secret, &md5)?;
    assert_eq!(right.send(&[]).expect(200).body, contents(KEY));
    presigner.head(KEY)?.sse_customer_key(&secret, &md5)?.send(&[]).expect(200);

    for wrong in [presigner.get(KEY)?, presigner.get(KEY)?.sse_customer_key(&other, &other_md5)?] {
        let reply = wrong.send(&[]);
        if server.has(Exception::NotEncrypted) {
            assert_eq!(reply.expect(200).body, contents(KEY));
        } else {
            assert!(matches!(reply.status, 400 | 403), "{reply}");
        }
    }
    Ok(())
}
