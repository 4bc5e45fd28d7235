//! The JSON Schemas of what hosts answer: against what is serialised, and in the hands of an OpenAPI generator.

use std::time::{Duration, SystemTime};

use jsonschema::Validator;
use presigner::attachment::{
    Attachment, AttachmentDescriptor, DownloadFailure, MessageContext, RawMessageDescriptor, ServiceFailure,
    UploadTicket,
};
use presigner::post::{PostPolicy, PresignedPost};
use presigner::{Credentials, Endpoint, Signer, Validity};
use serde_json::{Value, json};
use utoipa::openapi::{ObjectBuilder, OpenApiBuilder, Ref, RefOr, Schema};

fn value(document: impl serde::Serialize) -> Value {
    serde_json::to_value(document).unwrap()
}

/// Each schema, with documents that the crate made: the smallest one and the largest.
fn documents() -> Vec<(&'static str, Vec<Value>)> {
    let bucket = Endpoint::aws("eu-central-1").unwrap().bucket("attachments").unwrap();
    let signer = Signer::new(bucket, Credentials::new("AKIAIOSFODNN7EXAMPLE", "a secret").unwrap());
    let validity = Validity::new(SystemTime::now(), Duration::from_secs(60)).unwrap();
    let presigner = signer.at(validity).unwrap();
    let attachment = Attachment::new("att_1", "messages/1", 5);
    let whole = attachment.file_name("a.png").content_type("image/png").content_id("<a>").inline();
    let put = presigner.put("messages/1").unwrap();
    let policy = PostPolicy::new("messages/1", 1..=5).unwrap();
    vec![
        (
            AttachmentDescriptor::JSON_SCHEMA,
            [attachment, whole].map(|a| value(a.descriptor(&presigner).unwrap())).into(),
        ),
        (
            RawMessageDescriptor::JSON_SCHEMA,
            vec![value(RawMessageDescriptor::presign(&presigner, "m", "messages/raw", u64::MAX).unwrap())],
        ),
        (MessageContext::<Value>::JSON_SCHEMA, vec![value(MessageContext::new("m", "i", json!({ "a": [1] })))]),
        (
            DownloadFailure::JSON_SCHEMA,
            [DownloadFailure::key_required(), DownloadFailure::internal()].map(value).into(),
        ),
        (ServiceFailure::JSON_SCHEMA, [ServiceFailure::not_found(), ServiceFailure::internal()].map(value).into()),
        (
            UploadTicket::JSON_SCHEMA,
            [put.clone(), put.content_type("image/png").unwrap()]
                .map(|r| value(UploadTicket::new(&r.presign())))
                .into(),
        ),
        (PresignedPost::JSON_SCHEMA, vec![value(presigner.presign_post(&policy).unwrap())]),
    ]
}

fn validator(schema: &str) -> Validator {
    jsonschema::options().should_validate_formats(true).build(&serde_json::from_str(schema).unwrap()).unwrap()
}

#[test]
fn what_is_serialised_is_what_the_schema_says() {
    for (schema, documents) in documents() {
        let validator = validator(schema);
        let schema: Value = serde_json::from_str(schema).unwrap();
        let properties = schema["properties"].as_object().unwrap();
        let required: Vec<_> =
            schema["required"].as_array().unwrap().iter().map(|name| name.as_str().unwrap()).collect();
        for document in documents {
            validator.validate(&document).unwrap();
            for name in document.as_object().unwrap().keys() {
                assert!(properties.contains_key(name), "{name} is not in the schema");
                let mut without = document.clone();
                without.as_object_mut().unwrap().remove(name);
                assert_eq!(validator.is_valid(&without), !required.contains(&&**name), "{name}");
                let mut null = document.clone();
                null[name] = Value::Null;
                assert!(!validator.is_valid(&null), "{name} can't be null");
            }
        }
    }
}

#[test]
fn the_largest_document_has_every_property() {
    for (schema, documents) in documents() {
        let schema: Value = serde_json::from_str(schema).unwrap();
        let names: Vec<_> = schema["properties"].as_object().unwrap().keys().collect();
        let written = documents.iter().map(|document| document.as_object().unwrap());
        assert!(written.clone().any(|document| names.iter().all(|name| document.contains_key(*name))), "{names:?}");
    }
}

/// A mirror of the types is not needed.
#[test]
fn an_openapi_generator_takes_them() {
    for (schema, _) in documents() {
        let schema: RefOr<Schema> = serde_json::from_str(schema).unwrap();
        let list = ObjectBuilder::new().property("item", Ref::from_schema_name("Item")).build();
        let components = utoipa::openapi::ComponentsBuilder::new().schema("Item", schema).schema("List", list).build();
        let api = OpenApiBuilder::new().components(Some(components)).build();
        let written = serde_json::to_value(api).unwrap();
        assert_eq!(written["components"]["schemas"]["Item"]["type"], "object");
        assert!(written["components"]["schemas"]["Item"]["required"].is_array());
    }
}
