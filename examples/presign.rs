//! A presigner for the command line.
//!
//! `presign [--endpoint URL] [--region REGION] [--virtual-host] [--bucket NAME] [--key KEY] [--name FILE] [--seconds N]`
//!
//! Credentials and region come from the usual AWS variables (`AWS_ACCESS_KEY_ID`, `AWS_SECRET_ACCESS_KEY`,
//! `AWS_SESSION_TOKEN`, `AWS_REGION`, `AWS_ENDPOINT_URL`); without any, the example keys of the AWS documentation sign a
//! link that shows the form and opens nothing.

use std::env;
use std::error::Error;
use std::time::{Duration, SystemTime};

use lexopt::prelude::*;
use presigner::{Credentials, Endpoint, Signer, Validity};

struct Arguments {
    endpoint: Option<String>,
    region: String,
    virtual_host: bool,
    bucket: String,
    key: String,
    name: Option<String>,
    seconds: u64,
}

fn main() -> Result<(), Box<dyn Error>> {
    let arguments = parse_arguments()?;

    let mut endpoint = match &arguments.endpoint {
        Some(url) => Endpoint::custom(url, &arguments.region)?,
        None => Endpoint::aws(&arguments.region)?,
    };
    if arguments.virtual_host {
        endpoint = endpoint.virtual_hosted();
    }
    let signer = Signer::new(endpoint.bucket(&arguments.bucket)?, credentials()?);

    let now = i64::try_from(SystemTime::now().duration_since(SystemTime::UNIX_EPOCH)?.as_secs())?;
    let presigner = signer.at(Validity::new(now, Duration::from_secs(arguments.seconds))?)?;

    let mut request = presigner.get(&arguments.key)?;
    if let Some(name) = &arguments.name {
        request = request.attachment(name);
    }
    let link = request.presign();

    println!("{}", link.url());
    println!("expires_at {}", link.expires_at());
    Ok(())
}

fn parse_arguments() -> Result<Arguments, Box<dyn Error>> {
    let variable = |name| env::var(name).ok().filter(|value| !value.is_empty());
    let mut arguments = Arguments {
        endpoint: variable("AWS_ENDPOINT_URL"),
        region: variable("AWS_REGION").unwrap_or_else(|| "us-east-1".into()),
        virtual_host: false,
        bucket: "examplebucket".into(),
        key: "test.txt".into(),
        name: None,
        seconds: 3600,
    };
    let mut parser = lexopt::Parser::from_env();
    while let Some(argument) = parser.next()? {
        match argument {
            Long("endpoint") => arguments.endpoint = Some(parser.value()?.string()?),
            Long("region") => arguments.region = parser.value()?.string()?,
            Long("virtual-host") => arguments.virtual_host = true,
            Long("bucket") => arguments.bucket = parser.value()?.string()?,
            Long("key") => arguments.key = parser.value()?.string()?,
            Long("name") => arguments.name = Some(parser.value()?.string()?),
            Long("seconds") => arguments.seconds = parser.value()?.parse()?,
            _ => return Err(argument.unexpected().into()),
        }
    }
    Ok(arguments)
}

fn credentials() -> Result<Credentials, Box<dyn Error>> {
    let Ok(access_key_id) = env::var("AWS_ACCESS_KEY_ID") else {
        eprintln!("no AWS_ACCESS_KEY_ID: signing with the example keys of the AWS documentation");
        return Ok(Credentials::new("AKIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY")?);
    };
    let credentials = Credentials::new(&access_key_id, &env::var("AWS_SECRET_ACCESS_KEY")?)?;
    Ok(match env::var("AWS_SESSION_TOKEN") {
        Ok(token) => credentials.with_session_token(&token)?,
        Err(_) => credentials,
    })
}
