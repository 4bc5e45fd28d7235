//! With feature `zeroize` no memory is given back with a secret, a token or a private key in it. An allocator looks.
//!
//! Not in the crate's own package, which forbids the `unsafe` that an allocator needs.

use std::alloc::{GlobalAlloc, Layout, System};
use std::sync::OnceLock;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use presigner::{Credentials, Endpoint, Signer, Validity};

const SECRET: &str = "MARKEDsecretMARKEDsecretMARKEDsecret";
const TOKEN: &str = "MARKEDtokenMARKEDtokenMARKEDtoken";
const MARK: &[u8] = b"MARKED";

static MARKED: AtomicUsize = AtomicUsize::new(0);

/// The private key of Version 4A of AWS's suite, as it lies in memory.
static PRIVATE_KEY: OnceLock<[u8; 32]> = OnceLock::new();

struct Looking;

unsafe impl GlobalAlloc for Looking {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        // Zeroed, so that all of a block may be read when it is given back.
        unsafe { System.alloc_zeroed(layout) }
    }

    unsafe fn dealloc(&self, block: *mut u8, layout: Layout) {
        let bytes = unsafe { std::slice::from_raw_parts(block, layout.size()) };
        let has = |mark: &[u8]| bytes.windows(mark.len()).any(|window| window == mark);
        if has(MARK) || PRIVATE_KEY.get().is_some_and(|key| has(key)) {
            MARKED.fetch_add(1, Ordering::Relaxed);
        }
        unsafe { System.dealloc(block, layout) }
    }

    // `realloc` is the default: alloc, copy, dealloc. So what is left behind is seen as well.
}

#[global_allocator]
static ALLOCATOR: Looking = Looking;

/// How many blocks were given back with the mark in them.
fn marked_blocks(run: impl FnOnce()) -> usize {
    let before = MARKED.load(Ordering::Relaxed);
    run();
    MARKED.load(Ordering::Relaxed) - before
}

fn credentials() -> Credentials {
    Credentials::new("AKIAIOSFODNN7EXAMPLE", SECRET).unwrap().with_session_token(TOKEN).unwrap()
}

fn main() {
    assert_eq!(marked_blocks(|| drop(String::from(SECRET))), 1, "the allocator sees what is not overwritten");

    assert_eq!(marked_blocks(|| drop(credentials())), 0, "credentials");
    let replaced = || drop(credentials().with_session_token(TOKEN));
    assert_eq!(marked_blocks(replaced), 0, "a replaced token");

    let mut url = String::with_capacity(4096);
    let signing = || {
        let endpoint = Endpoint::custom("https://s3.example.com", "us-east-1").unwrap();
        let signer = Signer::new(endpoint.bucket("bucket").unwrap(), credentials());
        let key = signer.verifying_key();
        let validity = Validity::new(1_700_000_000, Duration::from_secs(60)).unwrap();
        signer.at(validity).unwrap().get("key").unwrap().presign_into(&mut url);
        drop(signer.with_credentials(credentials()));
        drop(signer);
        drop(key);
    };
    assert_eq!(marked_blocks(signing), 0, "a signer, its rotation and its verifying key");
    assert!(url.contains(TOKEN), "the URL holds the token, as is documented");

    // That it is derived of these is known from tests/sigv4a.rs.
    let private_key = hex::decode("7efc8c0e65a324242818c5a50c891c6060b6a00717b7ba3cbe3c5d765be9259c").unwrap();
    let private_key = p256::NonZeroScalar::from_repr(private_key.as_slice().try_into().unwrap()).unwrap();
    assert_eq!(size_of_val(&private_key), 32);
    PRIVATE_KEY.set(unsafe { *(&raw const private_key).cast() }).unwrap();
    assert_eq!(marked_blocks(|| drop(Box::new(private_key))), 1, "the allocator sees a private key");
    let signing = || {
        let bucket = Endpoint::aws("eu-central-1").unwrap().bucket("mfzwi23gnjvgw.mrap").unwrap();
        let credentials = Credentials::new("AKIDEXAMPLE", "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY").unwrap();
        let signer = Signer::new(bucket, credentials);
        let key = signer.verifying_key();
        let validity = Validity::new(1_700_000_000, Duration::from_secs(60)).unwrap();
        drop(signer.at(validity).unwrap().get("key").unwrap().presign());
        drop(signer);
        drop(key);
    };
    assert_eq!(marked_blocks(signing), 0, "a signer for a multi-Region access point, and its verifying key");
    println!("freed memory: 6 passed, 0 failed");
}
