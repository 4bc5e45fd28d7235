//! The objects, in memory, within bounds.

use std::collections::HashMap;
use std::sync::{Arc, PoisonError, RwLock};

use axum::body::Bytes;
use sha2::{Digest, Sha256};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use super::MAX_OBJECT;
use super::answer::{DEFAULT_TYPE, Refused};

/// What uploads may fill, in bytes: those under way and those that are stored together.
const ROOM: usize = 8 * MAX_OBJECT;

/// What may be stored with one form, in bytes. A form is good for many uploads until it expires, each with another name.
const ROOM_OF_A_FORM: usize = 2 * MAX_OBJECT;

/// What room is counted in, in bytes: an object takes at least one unit, which its key and its type fit in.
const UNIT: usize = 4 * 1024;

/// The longest type, in bytes: two names of 127 and a slash (RFC 6838, section 4.2).
const MAX_TYPE: usize = 255;

/// An object, cheap to clone.
#[derive(Clone)]
pub(super) struct Object {
    pub(super) bytes: Bytes,
    pub(super) content_type: String,
    /// Of the bytes, in hex.
    pub(super) sha256: String,
    /// The signature of the form that it came with.
    form: Option<String>,
    /// Freed with the last clone. The objects that the store begins with need none.
    _room: Option<Arc<OwnedSemaphorePermit>>,
}

impl Object {
    pub(super) fn new(bytes: Bytes, content_type: &str) -> Self {
        let sha256 = hex::encode(Sha256::digest(&bytes));
        Self { bytes, content_type: content_type.into(), sha256, form: None, _room: None }
    }

    /// The entity tag.
    pub(super) fn etag(&self) -> String {
        format!("\"{}\"", self.sha256)
    }
}

pub(super) struct Objects {
    all: RwLock<HashMap<String, Object>>,
    room: Arc<Semaphore>,
}

impl Objects {
    pub(super) fn new() -> Self {
        Self { all: RwLock::default(), room: Arc::new(Semaphore::new(ROOM / UNIT)) }
    }

    pub(super) fn find(&self, key: &str) -> Option<Object> {
        self.all.read().unwrap_or_else(PoisonError::into_inner).get(key).cloned()
    }

    /// Begins an object of at most so many bytes.
    pub(super) fn begin(&self, most: usize, content_type: Option<&str>) -> Result<Unfinished, Refused> {
        let content_type = content_type.unwrap_or(DEFAULT_TYPE);
        if content_type.len() > MAX_TYPE {
            return Err(Refused::INVALID_HEADER);
        }
        let room = self.room.clone().try_acquire_owned().map_err(|_| Refused::SLOW_DOWN)?;
        Ok(Unfinished {
            bytes: Vec::new(),
            content_type: content_type.into(),
            hash: Sha256::new(),
            most: most.min(MAX_OBJECT),
            room,
            all: self.room.clone(),
        })
    }

    /// Puts an object there, over what is there. Returns its entity tag.
    pub(super) fn insert(&self, key: &str, object: Object) -> String {
        let etag = object.etag();
        self.all.write().unwrap_or_else(PoisonError::into_inner).insert(key.into(), object);
        etag
    }

    /// The same for an object that came with the form of this signature.
    pub(super) fn insert_of_form(&self, key: &str, object: Object, signature: &str) -> Result<String, Refused> {
        let mut all = self.all.write().unwrap_or_else(PoisonError::into_inner);
        let is_of_form = |stored: &Object| stored.form.as_deref() == Some(signature);
        let others = all.iter().filter(|(other, stored)| *other != key && is_of_form(stored));
        let stored: usize = others.map(|(_, stored)| units(stored.bytes.len())).sum();
        if (stored + units(object.bytes.len())) * UNIT > ROOM_OF_A_FORM {
            return Err(Refused::QUOTA_EXCEEDED);
        }
        let etag = object.etag();
        all.insert(key.into(), Object { form: Some(signature.into()), ..object });
        Ok(etag)
    }
}

fn units(bytes: usize) -> usize {
    1 + bytes / UNIT
}

/// An object whose body is still coming.
pub(super) struct Unfinished {
    bytes: Vec<u8>,
    content_type: String,
    hash: Sha256,
    most: usize,
    room: OwnedSemaphorePermit,
    all: Arc<Semaphore>,
}

impl Unfinished {
    pub(super) fn push(&mut self, piece: &[u8]) -> Result<(), Refused> {
        let length = self.bytes.len() + piece.len();
        if length > self.most {
            return Err(Refused::TOO_LARGE);
        }
        let more = units(length) - self.room.num_permits();
        let more = u32::try_from(more).map_err(|_| Refused::TOO_LARGE)?;
        self.room.merge(self.all.clone().try_acquire_many_owned(more).map_err(|_| Refused::SLOW_DOWN)?);
        self.hash.update(piece);
        self.bytes.extend_from_slice(piece);
        Ok(())
    }

    pub(super) fn finish(self) -> Object {
        Object {
            // Without what the vector has in store to grow.
            bytes: Bytes::from(self.bytes.into_boxed_slice()),
            content_type: self.content_type,
            sha256: hex::encode(self.hash.finalize()),
            form: None,
            _room: Some(Arc::new(self.room)),
        }
    }
}
