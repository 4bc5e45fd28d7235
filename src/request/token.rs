//! Tokens: what some services take instead of a URL.

#[cfg(feature = "base64")]
use alloc::string::String;

#[cfg(feature = "base64")]
use base64::prelude::{BASE64_STANDARD, BASE64_URL_SAFE_NO_PAD, Engine as _};

#[cfg(feature = "base64")]
use crate::encode::QUERY;
use crate::impossible::impossible;
use crate::request::presigned::Presigned;

/// Tokens ([Tokens and other services](crate::guide::services) has the requests for them). Each token lets its holder act as
/// the signer until [`expires_at`](Self::expires_at), so keep it out of logs.
impl Presigned {
    /// The password for a database of RDS, Aurora or DSQL, and for a cache of `ElastiCache` or `MemoryDB`: the URL without its
    /// scheme.
    ///
    /// # Example
    ///
    /// ```
    /// # use core::time::Duration;
    /// # use presigner::{Credentials, Endpoint, Method, Signer, Validity};
    /// let cluster = Endpoint::for_service("https://a1b2c3.dsql.us-east-1.on.aws", "us-east-1", "dsql")?;
    /// let signer = Signer::for_service(cluster, Credentials::new("AKIAIOSFODNN7EXAMPLE", "wJalr")?);
    /// let presigner = signer.at(Validity::new(1_700_000_000, Duration::from_secs(900))?)?;
    /// let link = presigner.root(Method::GET)?.query("Action", "DbConnect")?.presign();
    /// assert!(link.auth_token().starts_with("a1b2c3.dsql.us-east-1.on.aws/?Action=DbConnect&X-Amz-Algorithm="));
    /// # Ok::<(), presigner::Error>(())
    /// ```
    #[doc(alias = "rds")]
    #[doc(alias = "aurora")]
    #[doc(alias = "dsql")]
    #[doc(alias = "elasticache")]
    #[doc(alias = "memorydb")]
    #[doc(alias = "generate_db_auth_token")]
    pub fn auth_token(&self) -> &str {
        self.url().split_once("://").unwrap_or_else(|| impossible("every URL has a scheme")).1
    }

    /// The bearer token for the Kubernetes API of an EKS cluster: `k8s-aws-v1.` and the URL in Base64. Feature `base64`.
    ///
    /// # Example
    ///
    /// ```
    /// # use core::time::Duration;
    /// # use presigner::{Credentials, Endpoint, Method, Signer, Validity};
    /// # let signer = Signer::for_service(Endpoint::aws_service("sts", "eu-central-1")?, Credentials::new("AKIA", "wJalr")?);
    /// # let presigner = signer.at(Validity::new(1_700_000_000, Duration::from_secs(60))?)?;
    /// let identity = presigner.root(Method::GET)?.query("Action", "GetCallerIdentity")?.query("Version", "2011-06-15")?;
    /// let link = identity.header("x-k8s-aws-id", "my-cluster")?.presign();
    /// assert!(link.to_eks_token().starts_with("k8s-aws-v1.aHR0cHM6Ly9zdHMu"));
    /// # Ok::<(), presigner::Error>(())
    /// ```
    #[cfg(feature = "base64")]
    #[doc(alias = "eks")]
    #[doc(alias = "kubernetes")]
    pub fn to_eks_token(&self) -> String {
        ["k8s-aws-v1.", &BASE64_URL_SAFE_NO_PAD.encode(self.url())].concat()
    }

    /// The token for a broker of MSK (`OAUTHBEARER`): the URL with the client's name behind its signature, in Base64. Feature
    /// `base64`.
    ///
    /// Kafka's clients take the expiry of the token in milliseconds: `expires_at().seconds() * 1000`.
    ///
    /// # Example
    ///
    /// ```
    /// # use core::time::Duration;
    /// # use presigner::{Credentials, Endpoint, Method, Signer, Validity};
    /// # let signer = Signer::for_service(Endpoint::aws_service("kafka-cluster", "eu-central-1")?, Credentials::new("AKIA", "wJalr")?);
    /// # let presigner = signer.at(Validity::new(1_700_000_000, Duration::from_secs(900))?)?;
    /// let link = presigner.root(Method::GET)?.query("Action", "kafka-cluster:Connect")?.presign();
    /// assert!(link.to_msk_token("my-service/1.0").starts_with("aHR0cHM6Ly9rYWZrYS5ldS1jZW50cmFs"));
    /// # Ok::<(), presigner::Error>(())
    /// ```
    #[cfg(feature = "base64")]
    #[doc(alias = "msk")]
    #[doc(alias = "kafka")]
    pub fn to_msk_token(&self, user_agent: &str) -> String {
        let mut text = String::from(self.url());
        text.push_str("&User-Agent=");
        QUERY.push(&mut text, user_agent);
        BASE64_URL_SAFE_NO_PAD.encode(text)
    }

    /// A short-term API key of Bedrock: `bedrock-api-key-`, and the URL without its scheme and with `&Version=1` behind its signature,
    /// in Base64. Feature `base64`.
    ///
    /// # Example
    ///
    /// ```
    /// # use core::time::Duration;
    /// # use presigner::{Credentials, Endpoint, Method, Signer, Validity};
    /// # let signer = Signer::for_service(Endpoint::aws_service("bedrock", "eu-central-1")?, Credentials::new("AKIA", "wJalr")?);
    /// # let presigner = signer.at(Validity::new(1_700_000_000, Duration::from_secs(900))?)?;
    /// let link = presigner.root(Method::POST)?.query("Action", "CallWithBearerToken")?.presign();
    /// assert!(link.to_bedrock_api_key().starts_with("bedrock-api-key-YmVkcm9jay5hbWF6b25hd3Mu"));
    /// # Ok::<(), presigner::Error>(())
    /// ```
    #[cfg(feature = "base64")]
    #[doc(alias = "bedrock")]
    pub fn to_bedrock_api_key(&self) -> String {
        ["bedrock-api-key-", &BASE64_STANDARD.encode([self.auth_token(), "&Version=1"].concat())].concat()
    }
}
