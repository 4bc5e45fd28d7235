//! Who signs, and in which region, by the usual AWS variables.

use std::env;

use presigner::{Credentials, Endpoint, VariablesError};

/// What `name` is set to.
pub(crate) fn variable(name: &str) -> Option<String> {
    env::var(name).ok().filter(|value| !value.is_empty())
}

/// Without any, the example keys of the AWS documentation, which sign what shows the form and opens nothing.
pub(crate) fn credentials() -> Result<Credentials, Box<dyn std::error::Error>> {
    if variable("AWS_ACCESS_KEY_ID").is_none() {
        eprintln!("no AWS_ACCESS_KEY_ID: signing with the example keys of the AWS documentation");
        return Ok(Credentials::new("AKIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY")?);
    }
    Ok(Credentials::from_variables(variable)?)
}

/// The endpoint of S3 by `options`, then the environment, with a default for the region.
pub(crate) fn endpoint(
    options: impl Fn(&str) -> Option<String>,
    default_region: &str,
) -> Result<Endpoint, VariablesError> {
    let default = |name: &str| (name == "AWS_DEFAULT_REGION").then(|| default_region.to_owned());
    Endpoint::from_variables(|name| options(name).or_else(|| variable(name)).or_else(|| default(name)))
}
