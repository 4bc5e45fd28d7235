// What the examples of the documentation have in common, as one hidden line: `# let presigner = include!(…);`.
{
    use core::time::Duration;
    use presigner::{Credentials, Endpoint, Signer, Validity};
    use std::sync::LazyLock;

    static SIGNER: LazyLock<Signer> = LazyLock::new(|| {
        let bucket = Endpoint::aws("eu-central-1").unwrap().bucket("attachments").unwrap();
        Signer::new(bucket, Credentials::new("AKIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI").unwrap())
    });
    SIGNER.at(Validity::new(1_700_000_000, Duration::from_secs(3600)).unwrap()).unwrap()
}
