//! Endpoints that are signed for by Signature Version 4A: for a set of regions instead of one. Feature `sigv4a`.

use crate::check;
use crate::endpoint::amazon::is_region;
use crate::endpoint::service::Service;
use crate::endpoint::{Endpoint, access_point};
use crate::error::{Error, Field, Result};
use crate::protocol::Algorithm;

/// Longest region set, in bytes: more than a list of all regions there are.
const MAX_REGION_SET: usize = 1_024;

impl Endpoint {
    /// Signs with Signature Version 4A for these regions: `*`, which is the default of multi-Region access points, or a list
    /// of regions and patterns, separated by commas ([signing elements], `X-Amz-Region-Set`). Feature `sigv4a`.
    ///
    /// An endpoint of Amazon S3 becomes that of its multi-Region access points. Any other endpoint must come from
    /// [`custom`](Self::custom) or [`for_service`](Self::for_service), because the stores of the other presets are known to
    /// take Version 4 only.
    ///
    /// [signing elements]: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-signing-elements.html
    ///
    /// # Errors
    ///
    /// [`Error::Empty`], [`Error::TooLong`] (1,024 bytes), [`Error::InvalidCharacter`] and [`Error::InvalidRegionSet`] for the
    /// region set; [`Error::UnsupportedRegionSet`] for a preset of another store, and for S3 Express, whose sessions sign for one
    /// region; [`Error::UnsupportedAwsOption`] for dual-stack, FIPS and accelerated hosts.
    ///
    /// # Example
    ///
    /// ```
    /// # use presigner::{Endpoint, Error};
    /// let europe = Endpoint::aws("eu-central-1")?.with_region_set("eu-*")?;
    /// let bucket = europe.bucket("arn:aws:s3::123456789012:accesspoint/mfzwi23gnjvgw.mrap")?;
    /// assert_eq!(bucket.url(), "https://mfzwi23gnjvgw.mrap.accesspoint.s3-global.amazonaws.com/");
    /// assert_eq!(bucket.endpoint().region(), "eu-*");
    /// assert_eq!(europe.bucket("photos").unwrap_err(), Error::UnsupportedRegionSet);
    /// # Ok::<(), Error>(())
    /// ```
    pub fn with_region_set(self, region_set: &str) -> Result<Self> {
        check(region_set)?;
        let is_own = self.provider.is_none() && self.service != Service::S3Express;
        if self.amazon.is_none() && !is_own && self.algorithm != Algorithm::Ecdsa {
            return Err(Error::UnsupportedRegionSet);
        }
        let endpoint = match &self.amazon {
            Some(amazon) => access_point::multi_region(&self, amazon)?,
            None => self,
        };
        Ok(Self { algorithm: Algorithm::Ecdsa, region: region_set.into(), ..endpoint })
    }
}

fn check(region_set: &str) -> Result<()> {
    check::text(Field::RegionSet, region_set, MAX_REGION_SET, |byte| {
        byte.is_ascii_lowercase() || byte.is_ascii_digit() || matches!(byte, b'-' | b'*' | b',')
    })?;
    if region_set.split(',').all(is_pattern) { Ok(()) } else { Err(Error::InvalidRegionSet) }
}

/// A region, or one in which `*` stands for any characters.
fn is_pattern(text: &str) -> bool {
    let has_words = || text.len() <= 32 && !text.contains("**") && text.split('-').all(|word| !word.is_empty());
    is_region(text) || text.contains('*') && has_words()
}
