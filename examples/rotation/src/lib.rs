//! Links signed with the credentials that the AWS SDK finds, renewed while they are in use.

use std::error::Error;
use std::time::SystemTime;

use aws_config::SdkConfig;
use aws_credential_types::provider::{ProvideCredentials, SharedCredentialsProvider};
use presigner::rotation::RotatingSigner;
use presigner::{Bucket, Credentials, Signer};

type Failure = Box<dyn Error + Send + Sync>;

pub struct Links {
    signer: RotatingSigner,
    provider: SharedCredentialsProvider,
}

impl Links {
    /// Fetches the first credentials.
    pub async fn new(config: &SdkConfig, bucket: Bucket) -> Result<Self, Failure> {
        let provider = config.credentials_provider().ok_or("there is no provider of credentials")?;
        let signer = RotatingSigner::new(Signer::new(bucket, fetch(&provider).await?));
        Ok(Self { signer, provider })
    }

    /// The signer for one request. From five minutes before the credentials end, one caller at a time fetches the next ones;
    /// all others sign with what there is.
    pub async fn signer(&self) -> Signer {
        if let Some(refresh) = self.signer.claim_refresh(SystemTime::now()) {
            match fetch(&self.provider).await {
                Ok(credentials) => refresh.complete(credentials),
                // Dropped, the claim goes to another caller after a pause.
                Err(error) => eprintln!("the credentials could not be renewed: {error}"),
            }
        }
        self.signer.signer()
    }
}

async fn fetch(provider: &SharedCredentialsProvider) -> Result<Credentials, Failure> {
    Ok(Credentials::try_from(&provider.provide_credentials().await?)?)
}
