//! A token for the Kubernetes API of an Amazon EKS cluster, as `aws eks get-token` makes it.
//!
//! `eks_token [CLUSTER]`
//!
//! Credentials and region come from the usual AWS variables; without any, the example keys of the AWS documentation sign
//! a token that shows the form and opens nothing.
//!
//! The token is a presigned `GetCallerIdentity` of STS. The cluster opens it, adds its own name as the header
//! `x-k8s-aws-id`, which is signed, and asks STS who made it.

use std::env;
use std::process::ExitCode;
use std::time::{Duration, SystemTime};

use presigner::{Credentials, Endpoint, Method, Signer, Validity};

mod account;

/// The token, and the moment in Unix seconds at which it expires.
pub(crate) fn token(
    cluster: &str,
    region: &str,
    credentials: Credentials,
    now: i64,
) -> presigner::Result<(String, i64)> {
    let signer = Signer::for_service(Endpoint::aws_service("sts", region)?, credentials);
    // Whatever is asked for here, STS answers for 15 minutes, and `expires_at` says so.
    let presigner = signer.at(Validity::new(now, Duration::from_secs(60))?)?;
    let link = presigner
        .root(Method::GET)?
        .query("Action", "GetCallerIdentity")?
        .query("Version", "2011-06-15")?
        .header("x-k8s-aws-id", cluster)?
        .presign();
    Ok((link.to_eks_token(), link.expires_at().seconds()))
}

fn main() -> ExitCode {
    match run() {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::FAILURE
        }
    }
}

fn run() -> Result<(), Box<dyn std::error::Error>> {
    let cluster = env::args().nth(1).unwrap_or_else(|| "my-cluster".into());
    let region = account::endpoint(|_| None, "eu-central-1")?.region().to_owned();

    let now = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH)?.as_secs();
    let (token, expires_at) = token(&cluster, &region, account::credentials()?, i64::try_from(now)?)?;
    println!("{token}");
    eprintln!("expires at Unix time {expires_at}");
    Ok(())
}

/// What botocore's STS client makes of what the test below gives it: the first of tests/vectors/operations.jsonl.
#[cfg(test)]
pub(crate) const TOKEN: &str = "\
    k8s-aws-\
    v1.aHR0cHM6Ly9zdHMuZXUtY2VudHJhbC0xLmFtYXpvbmF3cy5jb20vP0FjdGlvbj1HZXRDYWxsZXJJZGVudGl0eSZWZXJzaW9uPTIwMTE\
    tMDYtMTUmWC1BbXotQWxnb3JpdGhtPUFXUzQtSE1BQy1TSEEyNTYmWC1BbXotQ3JlZGVudGlhbD1BS0lBSU9TRk9ETk43RVhBTVBMRSUyR\
    jIwMjMxMTE0JTJGZXUtY2VudHJhbC0xJTJGc3RzJTJGYXdzNF9yZXF1ZXN0JlgtQW16LURhdGU9MjAyMzExMTRUMjIxMzIwWiZYLUFtei1\
    FeHBpcmVzPTYwJlgtQW16LVNpZ25lZEhlYWRlcnM9aG9zdCUzQngtazhzLWF3cy1pZCZYLUFtei1TaWduYXR1cmU9ZTAxYWU5MjlkNzA0M\
    zliN2EyNDEzN2QxNzU3OTgxMzA5N2VmZTkxMjYwYzcwM2M5MjAwZjdlMTM1YzE5N2FmNQ";

#[cfg(test)]
mod tests {
    use presigner::Credentials;

    #[test]
    fn the_token_is_the_one_botocore_made() {
        let credentials = Credentials::new("AKIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY").unwrap();
        let (token, expires_at) = super::token("my-cluster", "eu-central-1", credentials, 1_700_000_000).unwrap();
        assert_eq!(token, super::TOKEN);
        assert_eq!(expires_at, 1_700_000_900);
    }
}
