//! A presigner for the command line.
//!
//! `cargo run --manifest-path examples/Cargo.toml --bin presign -- --help`

use std::error::Error;
use std::process::ExitCode;
use std::time::{Duration, SystemTime};

use lexopt::prelude::*;
use presigner::{Signer, Validity};

mod account;

const HELP: &str = "\
Makes a presigned download link.

Usage: presign [OPTIONS]

  --bucket NAME      [default: examplebucket]
  --key KEY          the object [default: test.txt]
  --name FILE        the name that a client saves it under
  --seconds N        how long the link works, at most 604800 [default: 3600]
  --region REGION    [default: AWS_REGION, AWS_DEFAULT_REGION, or us-east-1]
  --endpoint URL     a store other than Amazon S3 [default: AWS_ENDPOINT_URL_S3, or AWS_ENDPOINT_URL]
  --virtual-host     puts the bucket into the host name of that store
  --help

Credentials: AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY, AWS_SESSION_TOKEN, AWS_CREDENTIAL_EXPIRATION. Without them, the
example keys of the AWS documentation sign a link that shows the form and opens nothing.";

struct Arguments {
    /// Options that take the place of variables.
    variables: Vec<(&'static str, String)>,
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

    let option =
        |name: &str| arguments.variables.iter().rfind(|(other, _)| *other == name).map(|(_, value)| value.clone());
    let endpoint = account::endpoint(option, "us-east-1")?;
    let signer = Signer::new(endpoint.bucket(&arguments.bucket)?, account::credentials()?);
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
    let mut arguments = Arguments {
        variables: Vec::new(),
        bucket: "examplebucket".into(),
        key: "test.txt".into(),
        name: None,
        seconds: 3600,
    };
    let mut parser = lexopt::Parser::from_env();
    while let Some(argument) = parser.next()? {
        match argument {
            Long("help") | Short('h') => return Ok(None),
            Long("endpoint") => arguments.variables.push(("AWS_ENDPOINT_URL_S3", parser.value()?.string()?)),
            Long("region") => arguments.variables.push(("AWS_REGION", parser.value()?.string()?)),
            Long("virtual-host") => arguments.variables.push(("AWS_S3_ADDRESSING_STYLE", "virtual".into())),
            Long("bucket") => arguments.bucket = parser.value()?.string()?,
            Long("key") => arguments.key = parser.value()?.string()?,
            Long("name") => arguments.name = Some(parser.value()?.string()?),
            Long("seconds") => arguments.seconds = parser.value()?.parse()?,
            _ => return Err(argument.unexpected().into()),
        }
    }
    Ok(Some(arguments))
}
