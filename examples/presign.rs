//! A presigner for the command line.
//!
//! `cargo run --manifest-path examples/Cargo.toml --bin presign -- --help`

use std::env;
use std::error::Error;
use std::process::ExitCode;
use std::time::{Duration, SystemTime};

use lexopt::prelude::*;
use presigner::{Credentials, Endpoint, Signer, Validity};

const HELP: &str = "\
Makes a presigned download link.

Usage: presign [OPTIONS]

  --bucket NAME      [default: examplebucket]
  --key KEY          the object [default: test.txt]
  --name FILE        the name that a client saves it under
  --seconds N        how long the link works, at most 604800 [default: 3600]
  --region REGION    [default: AWS_REGION, or us-east-1]
  --endpoint URL     a store other than Amazon S3 [default: AWS_ENDPOINT_URL]
  --virtual-host     puts the bucket into the host name of that store
  --help

Credentials: AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY, AWS_SESSION_TOKEN. Without them, the example keys of the AWS
documentation sign a link that shows the form and opens nothing.";

struct Arguments {
    endpoint: Option<String>,
    region: String,
    virtual_host: bool,
    bucket: String,
    key: String,
    name: Option<String>,
    seconds: u64,
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

fn run() -> Result<(), Box<dyn Error>> {
    let Some(arguments) = parse_arguments()? else {
        println!("{HELP}");
        return Ok(());
    };

    let mut endpoint = match &arguments.endpoint {
        Some(url) => Endpoint::custom(url, &arguments.region)?,
        None => Endpoint::aws(&arguments.region)?,
    };
    if arguments.virtual_host {
        endpoint = endpoint.virtual_hosted();
    }
    let signer = Signer::new(endpoint.bucket(&arguments.bucket)?, credentials()?);

    let presigner = signer.at(Validity::new(SystemTime::now(), Duration::from_secs(arguments.seconds))?)?;

    let mut request = presigner.get(&arguments.key)?;
    if let Some(name) = &arguments.name {
        request = request.attachment(name);
    }
    let link = request.presign();

    println!("{}", link.url());
    println!("expires at {}", link.expires_at());
    Ok(())
}

/// `None` asks for help.
fn parse_arguments() -> Result<Option<Arguments>, Box<dyn Error>> {
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
            Long("help") | Short('h') => return Ok(None),
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
    Ok(Some(arguments))
}

fn credentials() -> Result<Credentials, Box<dyn Error>> {
    let Ok(access_key_id) = env::var("AWS_ACCESS_KEY_ID") else {
        eprintln!("no AWS_ACCESS_KEY_ID: signing with the example keys of the AWS documentation");
        return Ok(Credentials::new("AKIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY")?);
    };
    let secret = env::var("AWS_SECRET_ACCESS_KEY").map_err(|error| format!("AWS_SECRET_ACCESS_KEY: {error}"))?;
    let credentials = Credentials::new(&access_key_id, &secret)?;
    Ok(match env::var("AWS_SESSION_TOKEN") {
        Ok(token) => credentials.with_session_token(&token)?,
        Err(_) => credentials,
    })
}
