//! How often signing allocates.

mod common;

use allocation_counter::{AllocationInfo, measure};
use presigner::attachment::Attachment;
#[cfg(feature = "post")]
use presigner::post::PostPolicy;
use presigner::{Endpoint, Presigner, Request, Signer, Validity};

#[cfg(feature = "post")]
use common::signer;
use common::{credentials, valid_for};

/// Of requests that are signed in one piece, and of requests so long that they are not; by each version of the signature.
fn signers() -> Vec<Signer> {
    let mut buckets = vec![Endpoint::r2("0123456789abcdef").unwrap().bucket("attachments").unwrap()];
    if cfg!(feature = "sigv4a") {
        buckets.push(Endpoint::aws_global().bucket("mfzwi23gnjvgw.mrap").unwrap());
    }
    let token = "token/+=".repeat(92);
    let keys = || [credentials(), credentials().with_session_token(&token).unwrap()];
    let signers = buckets.into_iter().flat_map(|bucket| keys().map(|keys| Signer::new(bucket.clone(), keys)));
    let signers: Vec<_> = signers.collect();
    for signer in &signers {
        // The first call of a day derives the key.
        signer.at(validity()).unwrap();
    }
    signers
}

fn validity() -> Validity {
    valid_for(3600)
}

fn typed<'a>(presigner: &'a Presigner<'_>) -> Request<'a> {
    presigner
        .get("messages/42/2024-05-13/a key with spaces/report.pdf")
        .and_then(|request| request.response_content_disposition("attachment; filename=\"Quarterly report (Q3).pdf\""))
        .and_then(|request| request.response_content_type("application/pdf"))
        .and_then(|request| request.response_cache_control("private"))
        .and_then(|request| request.response_content_encoding("identity"))
        .and_then(|request| request.response_content_language("en"))
        .and_then(|request| request.response_expires("Sun, 06 Nov 1994 08:49:37 GMT"))
        .and_then(|request| request.version_id("3HL4kqtJvjVBH40Nrjfkd"))
        .and_then(|request| request.part_number(1))
        .unwrap()
}

/// Allocations, counting a growth of an existing one as one more.
fn allocations(run: impl FnOnce()) -> u64 {
    let AllocationInfo { count_total, .. } = measure(run);
    count_total
}

#[test]
fn presign_into_a_buffer_with_room_allocates_nothing() {
    for signer in signers() {
        let mut url = String::with_capacity(4096);
        assert_eq!(
            allocations(|| {
                let presigner = signer.at(validity()).unwrap();
                typed(&presigner).presign_into(&mut url);
            }),
            0
        );
        assert!(url.contains("X-Amz-Signature="));
    }
}

#[test]
fn presign_allocates_once_with_at() {
    for signer in signers() {
        let mut link = None;
        assert_eq!(
            allocations(|| {
                let presigner = signer.at(validity()).unwrap();
                link = Some(typed(&presigner).presign());
            }),
            1
        );
        assert!(link.unwrap().url().contains("X-Amz-Signature="));
    }
}

#[test]
fn many_raw_parameters_cost_one_more() {
    for signer in signers() {
        let presigner = signer.at(validity()).unwrap();
        let mut url = String::with_capacity(4096);
        assert_eq!(
            allocations(|| {
                typed(&presigner)
                    .query("x-amz-checksum-mode", "ENABLED")
                    .and_then(|request| request.query("x-id", "GetObject"))
                    .and_then(|request| request.query("a key", "a value"))
                    .unwrap()
                    .presign_into(&mut url);
            }),
            1
        );
    }
}

#[test]
fn headers_cost_one_more() {
    for signer in signers() {
        let presigner = signer.at(validity()).unwrap();
        assert_eq!(
            allocations(|| {
                let request = presigner
                    .put("a")
                    .and_then(|request| request.content_type("application/pdf"))
                    .and_then(|request| request.header("If-None-Match", "*"))
                    .and_then(|request| request.metadata("message", "42"))
                    .unwrap();
                let link = request.presign();
                assert_eq!(link.headers().count(), 3);
            }),
            2
        );
    }
}

#[test]
fn a_buffer_is_appended_to_and_grown_once() {
    for signer in signers() {
        let presigner = signer.at(validity()).unwrap();
        let request = typed(&presigner);
        let mut page = String::from("<a href=\"");
        assert_eq!(allocations(|| request.presign_into(&mut page)), 1);
        assert_eq!(page, format!("<a href=\"{}", request.presign().url()));
    }
}

#[test]
fn the_result_is_not_larger_than_it_must_be() {
    let signers = signers();
    let [short, long, ..] = &*signers else { panic!("{} signers", signers.len()) };
    let presigner = short.at(validity()).unwrap();
    let url = presigner.get("messages/42/report.pdf").unwrap().presign().into_url();
    assert_eq!(url.capacity(), url.len());

    let presigner = long.at(validity()).unwrap();
    let url = typed(&presigner).presign().into_url();
    // The slack is what the slashes of the key and the part number could need more.
    assert!(url.capacity() - url.len() <= 32, "{} for {}", url.capacity(), url.len());
}

#[test]
fn a_descriptor_allocates_once_for_each_of_its_texts() {
    for signer in signers() {
        let presigner = signer.at(validity()).unwrap();
        let report = Attachment::new("att_1", "messages/42/report", 99)
            .file_name("Quartalsbericht – Q3.csv")
            .content_type("text/csv; charset=utf-8; header=present");
        let mut descriptor = None;
        assert_eq!(allocations(|| descriptor = Some(report.descriptor(&presigner).unwrap())), 4);
        assert_eq!(descriptor.as_ref().unwrap().content_type(), Some("text/csv; charset=utf-8"));

        #[cfg(feature = "serde")]
        {
            let mut json = Vec::with_capacity(4096);
            assert_eq!(allocations(|| serde_json::to_writer(&mut json, &descriptor).unwrap()), 0);
        }
    }
}

/// Three of the policy, two of the form's fields, one of its URL, and those of the JSON that grows.
#[cfg(feature = "post")]
#[test]
fn a_form_with_its_policy_allocates_ten_times() {
    let signer = signer(&Endpoint::aws("eu-central-1").unwrap(), "attachments");
    let presigner = signer.at(validity()).unwrap();
    let mut form = None;
    let allocated = allocations(|| {
        let policy = PostPolicy::new("messages/42/2024-05-13/report.csv", 1..=20_000_000)
            .and_then(|policy| policy.content_type("text/csv; charset=utf-8; header=present"))
            .and_then(|policy| policy.metadata("user", "42"))
            .unwrap();
        form = Some(presigner.presign_post(&policy).unwrap());
    });
    assert!(allocated <= 10, "{allocated}");
    assert_eq!(form.unwrap().fields().count(), 8);
}
