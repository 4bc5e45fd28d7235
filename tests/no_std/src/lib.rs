//! A static library without `std` that makes presigned URLs.
//!
//! It has a panic handler and an allocator of its own, as firmware would. If the crate or
//! anything below it linked `std`, that would bring a second panic handler and the build would
//! fail with "found duplicate lang item `panic_impl`".

#![no_std]

extern crate alloc;

use alloc::alloc::{GlobalAlloc, Layout};
use alloc::ffi::CString;
use core::cell::UnsafeCell;
use core::ffi::c_char;
use core::panic::PanicInfo;
use core::ptr;
use core::sync::atomic::{AtomicUsize, Ordering};
use core::time::Duration;

use presigner::{Credentials, Endpoint, Result, Signer, Validity};

/// Returns a presigned URL as a C string which is never freed, or null if making it failed.
#[unsafe(no_mangle)]
pub extern "C" fn presigner_url(now: i64) -> *const c_char {
    c_string(url(now, "customer-exports"))
}

/// The same by Signature Version 4A.
#[unsafe(no_mangle)]
pub extern "C" fn presigner_multi_region_url(now: i64) -> *const c_char {
    c_string(url(now, "arn:aws:s3::123456789012:accesspoint/mfzwi23gnjvgw.mrap"))
}

fn c_string(url: Result<alloc::string::String>) -> *const c_char {
    let url = url.ok().and_then(|url| CString::new(url).ok());
    url.map_or(ptr::null(), |url| url.into_raw())
}

fn url(now: i64, bucket: &str) -> Result<alloc::string::String> {
    let bucket = Endpoint::aws("eu-central-1")?.bucket(bucket)?;
    let credentials = Credentials::new("AKIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY")?;
    let signer = Signer::new(bucket, credentials);
    let validity = Validity::new(now, Duration::from_secs(900))?;
    let url = signer.at(validity)?.get("reports/a b.csv")?.presign();
    Ok(url.into_url())
}

#[panic_handler]
fn panic(_: &PanicInfo<'_>) -> ! {
    loop {}
}

const ARENA: usize = 1 << 20;

/// Hands out one array from front to back and never takes anything back.
struct Bump {
    arena: UnsafeCell<[u8; ARENA]>,
    used: AtomicUsize,
}

// SAFETY: no reference into `arena` is ever made, and `used` gives out each byte only once.
unsafe impl Sync for Bump {}

// SAFETY: a returned block lies within `arena`, is aligned as asked, and overlaps no other,
// because `used` only grows and grows past the end of every block given out.
unsafe impl GlobalAlloc for Bump {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        let arena = self.arena.get().cast::<u8>();
        let mut start = 0;
        let take = |used: usize| {
            start = used.checked_add(arena.wrapping_add(used).align_offset(layout.align()))?;
            start.checked_add(layout.size()).filter(|&end| end <= ARENA)
        };
        match self.used.fetch_update(Ordering::Relaxed, Ordering::Relaxed, take) {
            Ok(_) => arena.wrapping_add(start),
            Err(_) => ptr::null_mut(),
        }
    }

    unsafe fn dealloc(&self, _: *mut u8, _: Layout) {}
}

#[global_allocator]
static ALLOCATOR: Bump = Bump { arena: UnsafeCell::new([0; ARENA]), used: AtomicUsize::new(0) };
