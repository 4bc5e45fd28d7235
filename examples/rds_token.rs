//! A token to log in to an Amazon RDS or Aurora database with, in place of a password ([IAM database authentication]).
//!
//! `rds_token [HOST [PORT [USER]]]`
//!
//! Credentials and region come from the usual AWS variables; without any, the example keys of the AWS documentation sign
//! a token that shows the form and opens nothing. With the token as the password, over TLS:
//!
//! ```sh
//! PGPASSWORD=$(cargo run --manifest-path examples/Cargo.toml --bin rds_token -- db.example.com 5432 jane_doe) psql "host=… sslmode=verify-full"
//! ```
//!
//! [IAM database authentication]: https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/UsingWithRDS.IAMDBAuth.html

use std::env;
use std::process::ExitCode;
use std::time::{Duration, SystemTime};

use presigner::{Credentials, Endpoint, Method, Signer, Validity};

mod account;

/// The token, and the moment in Unix seconds from which on it opens no new connection.
pub(crate) fn token(
    host: &str,
    port: u16,
    user: &str,
    region: &str,
    credentials: Credentials,
    now: i64,
) -> presigner::Result<(String, i64)> {
    let database = Endpoint::for_service(&format!("https://{host}:{port}"), region, "rds-db")?;
    let signer = Signer::for_service(database, credentials);
    // 900 seconds is the most that RDS allows.
    let presigner = signer.at(Validity::new(now, Duration::from_secs(900))?)?;
    let link = presigner.root(Method::GET)?.query("Action", "connect")?.query("DBUser", user)?.presign();
    Ok((link.auth_token().to_owned(), link.expires_at().seconds()))
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
    let mut arguments = env::args().skip(1);
    let host = arguments.next().unwrap_or_else(|| "mysqldb.123456789012.us-east-1.rds.amazonaws.com".into());
    let port = arguments.next().map_or(Ok(3306), |port| port.parse())?;
    let user = arguments.next().unwrap_or_else(|| "jane_doe".into());
    let region = account::endpoint(|_| None, "us-east-1")?.region().to_owned();

    let now = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH)?.as_secs();
    let (token, expires_at) = token(&host, port, &user, &region, account::credentials()?, i64::try_from(now)?)?;
    println!("{token}");
    eprintln!("expires at Unix time {expires_at}");
    Ok(())
}

/// What botocore's `generate_db_auth_token` makes of what the test below gives it: the first of tests/vectors/operations.jsonl.
#[cfg(test)]
pub(crate) const TOKEN: &str = "mysqldb.123456789012.us-east-1.rds.amazonaws.com:3306/?Action=connect&DBUser=jane_doe\
    &X-Amz-Algorithm=AWS4-HMAC-SHA256\
    &X-Amz-Credential=AKIAIOSFODNN7EXAMPLE%2F20231114%2Fus-east-1%2Frds-db%2Faws4_request\
    &X-Amz-Date=20231114T221320Z&X-Amz-Expires=900&X-Amz-SignedHeaders=host\
    &X-Amz-Signature=c8b3822850f0f5b293df5851efaa339e648cf99da6501abb45e0e6fec544bd34";

#[cfg(test)]
mod tests {
    use presigner::Credentials;

    #[test]
    fn the_token_is_the_one_botocore_made() {
        let credentials = Credentials::new("AKIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY").unwrap();
        let host = "mysqldb.123456789012.us-east-1.rds.amazonaws.com";
        let (token, expires_at) =
            super::token(host, 3306, "jane_doe", "us-east-1", credentials, 1_700_000_000).unwrap();
        assert_eq!(token, super::TOKEN);
        assert_eq!(expires_at, 1_700_000_900);
    }
}
