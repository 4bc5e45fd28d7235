//! What is sent and answered around a multipart upload, beside what botocore makes and reads of the same.

mod common;

use presigner::multipart::{CompletedPart, completion_body};
use presigner::{Checksum, Error};
use proptest::prelude::*;
use serde::Deserialize;

/// Number, entity tag, checksum.
type Part = (u16, String, Option<(String, String)>);

#[derive(Debug, Deserialize)]
#[serde(untagged)]
enum Vector {
    Body {
        parts: Vec<Part>,
        body: String,
    },
    #[cfg_attr(not(feature = "multipart"), expect(dead_code, reason = "answers are read with the feature"))]
    Answer {
        operation: String,
        answer: String,
        upload_id: Option<String>,
        code: Option<String>,
    },
}

const CHECKSUMS: [Checksum; 10] = [
    Checksum::Crc32,
    Checksum::Crc32c,
    Checksum::Crc64Nvme,
    Checksum::Sha1,
    Checksum::Sha256,
    Checksum::Sha512,
    Checksum::Md5,
    Checksum::XxHash64,
    Checksum::XxHash3,
    Checksum::XxHash128,
];

fn part((number, tag, checksum): &Part) -> CompletedPart<'_> {
    let part = CompletedPart::new(*number, tag).unwrap();
    let Some((name, base64)) = checksum else { return part };
    let algorithm = CHECKSUMS.into_iter().find(|algorithm| format!("{algorithm:?}") == *name).unwrap();
    part.checksum(algorithm, base64).unwrap()
}

#[test]
fn bodies_are_those_of_botocore() {
    let mut seen = 0;
    for vector in common::vectors::<Vector>("multipart.jsonl") {
        let Vector::Body { parts, body } = vector else { continue };
        assert_eq!(completion_body(parts.iter().map(part)).unwrap(), body);
        assert_eq!(completion_body(parts.iter().rev().map(part)).unwrap(), body, "in any order");
        seen += 1;
    }
    assert_eq!(seen, 60);
}

#[test]
fn ten_thousand_parts_are_one_body() {
    let body = completion_body((1..=10_000).rev().map(|number| CompletedPart::new(number, "tag").unwrap())).unwrap();
    assert_eq!(body.matches("<Part>").count(), 10_000);
    assert!(body.ends_with("<PartNumber>10000</PartNumber><ETag>\"tag\"</ETag></Part></CompleteMultipartUpload>"));
}

/// The numbers and entity tags of a body, by a reader that knows nothing of ours.
fn read(body: &str) -> Vec<(u16, String)> {
    let between = |text: &str, start: &str, end: &str| {
        text.split_once(start).and_then(|(_, rest)| rest.split_once(end)).unwrap().0.to_owned()
    };
    let unescape = |text: String| text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&");
    let parts = body.split("<Part>").skip(1);
    parts
        .map(|part| (between(part, "<PartNumber>", "<").parse().unwrap(), unescape(between(part, "<ETag>", "</ETag>"))))
        .collect()
}

proptest! {
    #[test]
    fn numbers_rise_and_tags_are_quoted(
        parts in proptest::collection::vec((1..=10_000_u16, "[!#-~]{1,20}", any::<bool>()), 1..50),
    ) {
        let quoted: Vec<_> = parts.iter().map(|(number, tag, _)| (*number, format!("\"{tag}\""))).collect();
        let given: Vec<_> = parts.iter().zip(&quoted).map(|((number, tag, quote), (_, quoted))| {
            CompletedPart::new(*number, if *quote { quoted } else { tag }).unwrap()
        }).collect();
        let mut expected = quoted.clone();
        expected.sort();
        expected.dedup_by_key(|(number, _)| *number);
        let body = completion_body(given);
        if expected.len() == parts.len() {
            prop_assert_eq!(read(&body.unwrap()), expected);
        } else {
            prop_assert_eq!(body, Err(Error::DuplicatePart));
        }
    }

    #[test]
    fn a_tag_never_leaves_its_element(number: u16, tag: String, base64: String, algorithm in 0..CHECKSUMS.len()) {
        let Ok(part) = CompletedPart::new(number, &tag) else { return Ok(()) };
        prop_assert!((1..=10_000).contains(&number));
        let part = part.checksum(CHECKSUMS[algorithm], &base64).unwrap_or(part);
        let body = completion_body([part]).unwrap();
        prop_assert_eq!(read(&body), [(number, format!("\"{}\"", tag.trim_matches('"')))]);
    }
}

#[cfg(feature = "multipart")]
mod answers {
    use presigner::multipart::{UnexpectedAnswer, check_completion, upload_id};

    use super::*;

    #[test]
    fn answers_are_read_as_botocore_reads_them() {
        let mut seen = [0; 3];
        for vector in common::vectors::<Vector>("multipart.jsonl") {
            let Vector::Answer { operation, answer, upload_id: id, code } = vector else { continue };
            let create = upload_id(answer.as_bytes());
            let complete = check_completion(answer.as_bytes());
            if let Some(code) = code {
                let refused = UnexpectedAnswer::Refused { code };
                assert_eq!((create, complete), (Err(refused.clone()), Err(refused)), "{answer}");
                seen[0] += 1;
            } else if operation == "create" {
                assert_eq!((create, complete), (Ok(id.unwrap()), Err(UnexpectedAnswer::Other)), "{answer}");
                seen[1] += 1;
            } else {
                assert_eq!((create, complete), (Err(UnexpectedAnswer::Other), Ok(())), "{answer}");
                seen[2] += 1;
            }
        }
        assert!(seen.iter().all(|&count| count >= 10), "{seen:?}");
    }

    fn says(answer: &[u8], message: &str) {
        assert_eq!(upload_id(answer).unwrap_err().to_string(), message);
        assert_eq!(check_completion(answer).unwrap_err().to_string(), message);
    }

    #[test]
    fn other_answers_are_errors() {
        says(b"", "the body is empty");
        says(b" \r\n", "the body is empty");
        let not_xml = "the body is not XML, so something other than the store answered, or it is cut";
        says(b"502 Bad Gateway", not_xml);
        says(b"<CompleteMultipartUploadResult><Key>k</Key>", not_xml);
        says(b"<InitiateMultipartUploadResult>\xff</InitiateMultipartUploadResult>", not_xml);
        says(b"<!DOCTYPE a [<!ENTITY b \"c\">]><InitiateMultipartUploadResult/>", not_xml);
        let other = "the body is XML, but not the answer to this operation";
        says(b"<html><UploadId>id</UploadId></html>", other);
        says(b"<CopyObjectResult><ETag>a</ETag></CopyObjectResult>", other);
        assert_eq!(upload_id(b"<InitiateMultipartUploadResult/>"), Err(UnexpectedAnswer::Other));
        let empty = b"<InitiateMultipartUploadResult><UploadId> </UploadId></InitiateMultipartUploadResult>";
        assert_eq!(upload_id(empty), Err(UnexpectedAnswer::Other));
        says(b"<Error><Code>SlowDown</Code></Error>", "the store refused: SlowDown");
        let wrapped = b"<ErrorResponse><Error><Code>AccessDenied</Code></Error></ErrorResponse>";
        says(wrapped, "the store refused: AccessDenied");
        // A code that is none is not shown.
        says(b"<Error><Code>https://h/?X-Amz-Signature=1</Code></Error>", "the store refused: Error");
        says(b"<Error/>", "the store refused: Error");
    }

    #[test]
    fn what_is_larger_than_an_answer_is_not_read() {
        let too_large = "the body is larger than a store's answer to an upload";
        let answer = |inner: &str| format!("<CompleteMultipartUploadResult>{inner}</CompleteMultipartUploadResult>");
        let frame = answer("").len();
        assert_eq!(check_completion(answer(&"a".repeat(64 * 1024 - frame)).as_bytes()), Ok(()));
        says(answer(&"a".repeat(64 * 1024 - frame + 1)).as_bytes(), too_large);
        says(answer(&"<a/>".repeat(63)).as_bytes(), too_large);
    }

    proptest! {
        #[test]
        fn any_bytes_may_be_given(bytes: Vec<u8>, text: String, cut in 0..200_usize) {
            let _ = (upload_id(&bytes), check_completion(&bytes));
            let answer = format!("<InitiateMultipartUploadResult><UploadId>{text}</UploadId></InitiateMultipartUploadResult>");
            let _ = upload_id(answer.as_bytes());
            // What the connection lost the end of is no answer.
            let answer = "<InitiateMultipartUploadResult><UploadId>VXBsb2FkIElE</UploadId></InitiateMultipartUploadResult>";
            let cut = &answer[..cut.min(answer.len() - 1)];
            prop_assert!(upload_id(cut.as_bytes()).is_err());
        }
    }
}
