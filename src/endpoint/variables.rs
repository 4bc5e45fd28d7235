//! Endpoints and buckets from environment variables.

use alloc::string::String;
#[cfg(feature = "sigv4a")]
use alloc::vec::Vec;

use crate::endpoint::Endpoint;
use crate::endpoint::addressing_style::AddressingStyle;
use crate::endpoint::bucket::Bucket;
use crate::error::{Error, Field, Result};
#[cfg(feature = "sigv4a")]
use crate::protocol::Algorithm;
use crate::variables::{Variable, Variables, VariablesError};

impl Endpoint {
    /// Reads the variables of the AWS SDKs:
    ///
    /// | variable | |
    /// |---|---|
    /// | `AWS_REGION`, or else `AWS_DEFAULT_REGION` | the region, which is needed ([region]) |
    /// | `AWS_ENDPOINT_URL_S3`, or else `AWS_ENDPOINT_URL` | a [`custom`](Self::custom) endpoint; Amazon S3 without them ([endpoints]) |
    /// | `AWS_IGNORE_CONFIGURED_ENDPOINT_URLS` | `true`: the endpoint URLs above are not read |
    /// | `AWS_USE_FIPS_ENDPOINT`, `AWS_USE_DUALSTACK_ENDPOINT` | `true`: hosts of Amazon S3 by [`fips`](Self::fips) and [`dual_stack`](Self::dual_stack) ([FIPS and dual-stack]) |
    /// | `AWS_S3_ADDRESSING_STYLE` | `path`, `virtual` or `virtual-hosted`, or `custom-domain`; without it, the endpoint's default. SDKs have a setting for this, but no variable |
    ///
    /// The crate does not read the environment. It calls `lookup`, which reads the environment or any other source of names
    /// and values. An empty variable counts as not set.
    ///
    /// [region]: https://docs.aws.amazon.com/sdkref/latest/guide/feature-region.html
    /// [endpoints]: https://docs.aws.amazon.com/sdkref/latest/guide/feature-ss-endpoints.html
    /// [FIPS and dual-stack]: https://docs.aws.amazon.com/sdkref/latest/guide/feature-endpoints.html
    ///
    /// # Errors
    ///
    /// [`VariablesError`], which names every missing or wrong variable, and holds no values.
    ///
    /// # Example
    ///
    /// ```
    /// use presigner::Endpoint;
    ///
    /// let variables = [("AWS_DEFAULT_REGION", "us-east-1"), ("AWS_ENDPOINT_URL", "http://localhost:9000")];
    /// let lookup = |name: &str| variables.iter().find(|(other, _)| *other == name).map(|(_, value)| String::from(*value));
    /// assert_eq!(Endpoint::from_variables(lookup)?, Endpoint::custom("http://localhost:9000", "us-east-1")?);
    ///
    /// let of_this_process = Endpoint::from_variables(|name| std::env::var(name).ok());
    /// # let _ = of_this_process;
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn from_variables(lookup: impl Fn(&str) -> Option<String>) -> Result<Self, VariablesError> {
        let mut variables = Variables::new(lookup);
        let endpoint = Self::of_variables(&mut variables);
        variables.finish(endpoint)
    }

    /// `None` where something is missing or wrong, which `variables` then knows.
    fn of_variables(variables: &mut Variables<impl Fn(&str) -> Option<String>>) -> Option<Self> {
        let url = if variables.flag("AWS_IGNORE_CONFIGURED_ENDPOINT_URLS") {
            None
        } else {
            variables.optional(&["AWS_ENDPOINT_URL_S3", "AWS_ENDPOINT_URL"])
        };
        let region = variables.required(&["AWS_REGION", "AWS_DEFAULT_REGION"]);
        let style = variables.optional(&["AWS_S3_ADDRESSING_STYLE"]);
        let style = style.and_then(|style| variables.accept(style.name, addressing_style(&style.value)));
        let (fips, dual_stack) = ("AWS_USE_FIPS_ENDPOINT", "AWS_USE_DUALSTACK_ENDPOINT");
        let (has_fips, has_dual_stack) = (variables.flag(fips), variables.flag(dual_stack));

        let endpoint = match (&url, &region) {
            (Some(url), Some(region)) => {
                let made = Self::custom(&url.value, &region.value);
                let at_fault = made.as_ref().err().filter(|error| is_about_region(error)).map_or(url, |_| region);
                variables.accept(at_fault.name, made)
            }
            (Some(url), None) => {
                // What is wrong with it does not depend on the region.
                variables.accept(url.name, Self::custom(&url.value, "us-east-1"));
                None
            }
            (None, Some(region)) => variables.accept(region.name, Self::aws(&region.value)),
            (None, None) => None,
        };
        let endpoint = endpoint?;
        let endpoint = if has_fips { variables.accept(fips, endpoint.fips())? } else { endpoint };
        let endpoint = if has_dual_stack { variables.accept(dual_stack, endpoint.dual_stack())? } else { endpoint };
        Some(match style {
            Some(style) => endpoint.with_style(style),
            None => endpoint,
        })
    }
}

impl Bucket {
    /// `None` where something is missing or wrong, which `variables` then knows.
    pub(crate) fn of_variables(variables: &mut Variables<impl Fn(&str) -> Option<String>>) -> Option<Self> {
        let bucket = variables.required(&["AWS_S3_BUCKET"]);
        let endpoint = Endpoint::of_variables(variables)?;
        let Variable { name, ref value } = bucket?;
        let bucket = variables.accept(name, endpoint.bucket(value))?;
        #[cfg(feature = "sigv4a")]
        if bucket.endpoint().algorithm == Algorithm::Ecdsa
            && let Some(set) = variables.optional(&["AWS_SIGV4A_SIGNING_REGION_SET"])
        {
            // The SDKs trim what they split at commas.
            let region_set = set.value.split(',').map(str::trim).collect::<Vec<_>>().join(",");
            let endpoint = variables.accept(set.name, endpoint.with_region_set(&region_set))?;
            return variables.accept(name, endpoint.bucket(value));
        }
        Some(bucket)
    }
}

fn is_about_region(error: &Error) -> bool {
    matches!(
        error,
        Error::Empty { field: Field::Region }
            | Error::TooLong { field: Field::Region, .. }
            | Error::InvalidCharacter { field: Field::Region, .. }
    )
}

fn addressing_style(text: &str) -> Result<AddressingStyle> {
    match text {
        "path" => Ok(AddressingStyle::Path),
        "virtual" | "virtual-hosted" => Ok(AddressingStyle::VirtualHosted),
        "custom-domain" => Ok(AddressingStyle::CustomDomain),
        _ => Err(Error::InvalidVariable { expected: "`path`, `virtual`, `virtual-hosted` or `custom-domain`" }),
    }
}
