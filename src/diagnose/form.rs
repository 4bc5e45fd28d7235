//! Why a store refused a presigned form. Feature `post`.

use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

use crate::check;
use crate::diagnose::Diagnosis;
use crate::diagnose::answer::Answer;
use crate::diagnose::cause::{Cause, Change, Part};
use crate::diagnose::code::{self, contains_ignoring_case};
use crate::diagnose::compare::Found;
use crate::post::PostExplanation;
use crate::post::explain::shown;
use crate::request::elide::{elided, names_a_secret};

impl Diagnosis {
    /// Compares what was signed of a form with a store's response.
    ///
    /// # Example
    ///
    /// ```
    /// use presigner::diagnose::{Answer, Diagnosis};
    ///
    /// # let presigner = include!(concat!(env!("CARGO_MANIFEST_DIR"), "/src/guide/presigner.rs"));
    /// # use presigner::post::PostPolicy;
    /// let post = presigner.presign_post(&PostPolicy::new("photo.png", 1..=9)?.acl("private")?)?;
    /// let body = br#"<Error><Code>AccessDenied</Code><Message>Invalid according to Policy: Policy Condition failed:
    ///     ["eq", "$acl", "private"]</Message></Error>"#;
    ///
    /// let diagnosis = Diagnosis::of_post(&post.explain(), &Answer::parse(body)?);
    /// let text = diagnosis.to_string();
    /// assert!(text.starts_with("AccessDenied: the form field `acl` did not arrive as its condition says\n  signed:  private\n"));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn of_post(signed: &PostExplanation, answer: &Answer) -> Self {
        let code = answer.shown_code().map(ToString::to_string);
        let mut diagnosis = Self::new(code, of_code(signed, answer));
        if let Cause::Difference { part: Part::Field(name), change: Change::Unmet | Change::Missing } = &diagnosis.cause
        {
            let field = signed.fields().iter().find(|field| field.name().eq_ignore_ascii_case(name));
            diagnosis.signed = field.map(ToString::to_string);
        }
        let expired_at = || Some(signed.expires_at().to_string());
        diagnosis.details = code::details(answer, &diagnosis.cause, expired_at);
        if matches!(diagnosis.cause, Cause::FileTooLarge | Cause::FileTooSmall) {
            diagnosis
                .details
                .insert(0, ("allowed", format!("{} to {} bytes", signed.size().start(), signed.size().end())));
            if let Some(sent) = answer.shown("ProposedSize", 20, |byte| byte.is_ascii_digit()) {
                diagnosis.details.insert(1, ("sent", format!("{sent} bytes")));
            }
        }
        diagnosis
    }

    /// Compares what was signed of a form with the form that a client sends or a server received. Pass all parts of the body
    /// in order, with names and values, including the file as `file` with any value.
    ///
    /// It finds the first field that was changed, left out or sent after the file; if there is none, a field that was added.
    /// `${filename}` is compared as it was sent.
    ///
    /// # Example
    ///
    /// ```
    /// use presigner::diagnose::Diagnosis;
    ///
    /// # let presigner = include!(concat!(env!("CARGO_MANIFEST_DIR"), "/src/guide/presigner.rs"));
    /// # use presigner::post::PostPolicy;
    /// let post = presigner.presign_post(&PostPolicy::new("photo.png", 1..=9)?.acl("private")?)?;
    ///
    /// // A script that appends the file first.
    /// let sent = [("file", "")].into_iter().chain(post.fields());
    /// let diagnosis = Diagnosis::between_forms(&post.explain(), sent);
    /// let first = "the form field `key` arrived after the file, where a store no longer looks\n";
    /// assert!(diagnosis.to_string().starts_with(first));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn between_forms<'f>(signed: &PostExplanation, sent: impl IntoIterator<Item = (&'f str, &'f str)>) -> Self {
        let parts: Vec<_> = sent.into_iter().collect();
        let file = parts.iter().position(|(name, _)| name.eq_ignore_ascii_case("file"));
        let (before, after) = parts.split_at_checked(file.unwrap_or(parts.len())).unwrap_or((&parts, &[]));
        match first_difference(signed, before, after) {
            Some(found) => Self::of_difference(None, Some(found)),
            None if file.is_none() => Self::new(None, Cause::NumberOfFiles),
            None => Self::new(None, Cause::SameForm),
        }
    }
}

type Parts<'p> = [(&'p str, &'p str)];

fn first_difference(signed: &PostExplanation, before: &Parts<'_>, after: &Parts<'_>) -> Option<Found> {
    let find = |parts: &Parts<'_>, name: &str| {
        parts.iter().find(|(other, _)| other.eq_ignore_ascii_case(name)).map(|(_, value)| shown(name, value))
    };
    for field in signed.fields() {
        let name = field.name();
        let arrived = before.iter().find(|(other, _)| other.eq_ignore_ascii_case(name));
        let (change, checked) = match arrived {
            Some((_, value)) if field.is_met_by(value) => continue,
            Some((_, value)) if field.is_met_by(value.trim()) => (Change::Spaces, Some(shown(name, value))),
            Some((_, value)) => (Change::Other, Some(shown(name, value))),
            None => match find(after, name) {
                Some(value) => (Change::AfterFile, Some(value)),
                None => (Change::Missing, None),
            },
        };
        return Some(Found { part: Part::Field(name.into()), change, signed: Some(field.to_string()), checked });
    }
    let is_signed = |name: &str| signed.fields().iter().any(|field| field.name().eq_ignore_ascii_case(name));
    // What begins so needs no condition.
    let is_ignored = |name: &str| check::has_prefix_ignoring_case(name, "x-ignore-");
    let &(name, value) = before.iter().find(|(name, _)| !is_signed(name) && !is_ignored(name))?;
    // Nobody knows whose secret that is.
    let value = if names_a_secret(name.as_bytes()) { elided(value) } else { shown(name, value) };
    Some(Found { part: Part::Field(name.into()), change: Change::Extra, signed: None, checked: Some(value) })
}

/// What a response to a form says. The messages are those of S3, which other stores repeat: "Invalid according to Policy: …".
fn of_code(signed: &PostExplanation, answer: &Answer) -> Cause {
    let message = answer.message();
    let says = |words: &str| contains_ignoring_case(message, words);
    let field = |name: String, change| Cause::Difference { part: Part::Field(name), change };
    match answer.code() {
        _ if says("policy expired") || says("policy has expired") => Cause::FormExpired,
        "AccessDenied" | "InvalidPolicyDocument" if says("condition failed") => {
            let name = behind(message, "condition failed").and_then(first_name).filter(|name| is_known(signed, name));
            name.map_or(Cause::FormRefused, |name| field(name, Change::Unmet))
        }
        "AccessDenied" | "InvalidPolicyDocument" if says("extra input fields") => {
            let name = behind(message, "extra input fields").and_then(first_name);
            name.map_or(Cause::FormRefused, |name| field(name, Change::Extra))
        }
        "InvalidArgument" if says("must contain a field named") => {
            let name = behind(message, "must contain a field named").and_then(first_name);
            let name = name.filter(|name| is_known(signed, name));
            name.map_or(Cause::FormRefused, |name| field(name, Change::Missing))
        }
        "AccessDenied" if answer.says_no_more_than_its_code() => Cause::FormRefused,
        "InvalidPolicyDocument" => Cause::FormRefused,
        "SignatureDoesNotMatch" => Cause::FormSignature,
        "EntityTooLarge" => Cause::FileTooLarge,
        "EntityTooSmall" => Cause::FileTooSmall,
        "IncorrectNumberOfFilesInPostRequest" => Cause::NumberOfFiles,
        "InvalidArgument" if says("exactly one file") => Cause::NumberOfFiles,
        "MalformedPOSTRequest"
        | "MaxPostPreDataLengthExceeded"
        | "MaxPostPreDataLengthExceededError"
        | "MaxPostPreDataLengthExceeded Error" => Cause::MalformedForm,
        _ => code::of_code(answer, Some(signed.region())).unwrap_or(Cause::FormSignature),
    }
}

fn is_known(signed: &PostExplanation, name: &str) -> bool {
    name.eq_ignore_ascii_case("bucket") || signed.fields().iter().any(|field| field.name().eq_ignore_ascii_case(name))
}

/// What follows these words, their case not counted.
fn behind<'m>(message: &'m str, words: &str) -> Option<&'m str> {
    let start = message.as_bytes().windows(words.len()).position(|at| at.eq_ignore_ascii_case(words.as_bytes()))?;
    message.get(start + words.len()..)
}

/// The first name of a field: behind a `$`, or else the first word, which may be quoted.
fn first_name(text: &str) -> Option<String> {
    let text = text.split_once('$').map_or(text, |(_, name)| name);
    let is_name = |byte: char| byte.is_ascii_alphanumeric() || matches!(byte, '-' | '_' | '.');
    let mut words = text.split(|byte| !is_name(byte)).filter(|word| !word.is_empty());
    words.next().filter(|name| name.len() <= 128).map(ToString::to_string)
}
