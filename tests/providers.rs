//! Presets against the addresses that providers publish, and the table of them in the guide to stores.

mod common;

use core::fmt::Write;

use presigner::{AddressingStyle, Endpoint, Error, Method, R2Jurisdiction, Signer};
use serde::Deserialize;

use common::{credentials, valid_for, vectors};

/// As `tests/vectors/providers.jsonl` has them: copied from the source that each line names.
#[derive(Debug, Deserialize)]
struct Published {
    provider: String,
    source: String,
    region: Option<String>,
    account: Option<String>,
    /// The endpoint, or instead:
    url: Option<String>,
    bucket: Option<String>,
    style: Option<String>,
    bucket_url: Option<String>,
}

type Constructor = fn(&str, &str) -> Result<Endpoint, Error>;

/// By name, with what the caller gives: an account and a region.
const CONSTRUCTORS: [(&str, Constructor); 21] = [
    ("r2", |account, _| Endpoint::r2(account)),
    ("r2_eu", |account, _| Endpoint::r2_in(account, R2Jurisdiction::Eu)),
    ("r2_fedramp", |account, _| Endpoint::r2_in(account, R2Jurisdiction::FedRamp)),
    ("gcs", |_, _| Ok(Endpoint::gcs())),
    ("backblaze_b2", |_, region| Endpoint::backblaze_b2(region)),
    ("digitalocean_spaces", |_, region| Endpoint::digitalocean_spaces(region)),
    ("wasabi", |_, region| Endpoint::wasabi(region)),
    ("hetzner", |_, region| Endpoint::hetzner(region)),
    ("scaleway", |_, region| Endpoint::scaleway(region)),
    ("ovh", |_, region| Endpoint::ovh(region)),
    ("oracle", Endpoint::oracle),
    ("ibm_cos", |_, region| Endpoint::ibm_cos(region)),
    ("supabase", Endpoint::supabase),
    ("alibaba_oss", |_, region| Endpoint::alibaba_oss(region)),
    ("tencent_cos", |_, region| Endpoint::tencent_cos(region)),
    ("tigris", |_, _| Ok(Endpoint::tigris())),
    ("huawei_obs", |_, region| Endpoint::huawei_obs(region)),
    ("yandex", |_, _| Ok(Endpoint::yandex())),
    ("storj", |_, _| Ok(Endpoint::storj())),
    ("linode", |_, region| Endpoint::linode(region)),
    ("exoscale", |_, region| Endpoint::exoscale(region)),
];

#[test]
fn presets_are_at_the_published_addresses() {
    let mut seen = Vec::new();
    for published in vectors::<Published>("providers.jsonl") {
        let (name, construct) = CONSTRUCTORS.iter().find(|(name, _)| *name == published.provider).unwrap();
        seen.push(name);
        let (account, region) = (published.account.as_deref(), published.region.as_deref());
        let endpoint = construct(account.unwrap_or_default(), region.unwrap_or_default());
        let endpoint = endpoint.unwrap_or_else(|error| panic!("{error}, and {} says {published:?}", published.source));
        assert_eq!(endpoint.region(), region.unwrap_or("auto"), "{published:?}");
        let endpoint = match published.style.as_deref() {
            Some("virtual") => endpoint.virtual_hosted(),
            _ => endpoint,
        };
        match (&published.url, &published.bucket_url) {
            (Some(url), None) => assert_eq!(format!("https://{}", endpoint.host()), *url),
            (None, Some(url)) => {
                let bucket = endpoint.bucket(published.bucket.as_deref().unwrap()).unwrap();
                assert_eq!(bucket.url(), format!("{url}/"));
            }
            _ => panic!("either an endpoint or a bucket: {published:?}"),
        }
    }
    for (name, _) in &CONSTRUCTORS {
        assert!(seen.contains(&name), "nothing published about {name}");
    }
}

/// Those that refuse path style start virtual-hosted, and say no to the other.
#[test]
fn stores_without_path_style_refuse_it() {
    for endpoint in [Endpoint::alibaba_oss("cn-hangzhou"), Endpoint::tencent_cos("ap-guangzhou")].map(Result::unwrap) {
        assert_eq!(endpoint.addressing_style(), AddressingStyle::VirtualHosted);
        assert_eq!(endpoint.path_style().bucket("photos-1250000000").unwrap_err(), Error::UnsupportedPathStyle);
    }
}

#[test]
fn own_servers_are_where_they_are() {
    let endpoints = [
        Endpoint::minio("http://localhost:9000"),
        Endpoint::garage("http://localhost:9000", "us-east-1"),
        Endpoint::ceph("http://localhost:9000", "us-east-1"),
    ];
    for endpoint in endpoints.map(Result::unwrap) {
        assert_eq!(endpoint.region(), "us-east-1");
        assert!(endpoint.has_post());
        assert_eq!(endpoint.bucket("b").unwrap().url(), "http://localhost:9000/b/");
        assert_eq!(endpoint.virtual_hosted().bucket("b").unwrap().url(), "http://b.localhost:9000/");
    }
}

/// Inside it is one host, for clients another: one signer makes the other, and each signs as if it were alone.
#[test]
fn two_hosts_share_credentials_and_keys() {
    let bucket = |url: &str| Endpoint::minio(url).unwrap().bucket("attachments").unwrap();
    let link = |signer: &Signer| signer.at(valid_for(3600)).unwrap().get("report.pdf").unwrap().presign().into_url();
    let (public, internal) = ("https://files.example.com", "http://minio:9000");
    let clients = Signer::new(bucket(public), credentials());
    let own = clients.for_bucket(bucket(internal));
    for (signer, url) in [(&clients, public), (&own, internal)] {
        assert!(link(signer).starts_with(&format!("{url}/attachments/report.pdf?")));
        assert_eq!(link(signer), link(&Signer::new(bucket(url), credentials())));
    }
    let signature = |url: String| url.rsplit_once("X-Amz-Signature=").unwrap().1.to_owned();
    assert_ne!(signature(link(&clients)), signature(link(&own)), "the host is signed");

    // Another region or service derives keys of its own, and nobody has to keep the secret for that.
    let garage = Endpoint::garage(internal, "garage").unwrap().bucket("attachments").unwrap();
    assert_eq!(link(&clients.for_bucket(garage.clone())), link(&Signer::new(garage, credentials())));
    let sts = || Endpoint::for_service("https://sts.eu-central-1.amazonaws.com", "eu-central-1", "sts").unwrap();
    let root = |signer: Signer| signer.at(valid_for(60)).unwrap().root(Method::GET).unwrap().presign().into_url();
    assert_eq!(root(clients.for_endpoint(sts())), root(Signer::for_service(sts(), credentials())));
}

/// A row of the guide: the store, the constructor as it is written, what it makes, and what its documentation adds.
struct Row {
    store: &'static str,
    constructor: &'static str,
    endpoint: Endpoint,
    /// What the constructor makes of a region that nobody has.
    elsewhere: Option<Result<Endpoint, Error>>,
    notes: &'static str,
}

macro_rules! row {
    ($store:literal, $function:ident($($account:literal,)? region $region:literal), $notes:literal) => {
        Row {
            store: $store,
            constructor: concat!("Endpoint::", stringify!($function), "(", $("\"", $account, "\", ",)? "\"", $region, "\")"),
            endpoint: Endpoint::$function($($account,)? $region).unwrap(),
            elsewhere: Some(Endpoint::$function($($account,)? "xx-nowhere-1")),
            notes: $notes,
        }
    };
    ($store:literal, $constructor:literal, $endpoint:expr, $notes:literal) => {
        Row { store: $store, constructor: $constructor, endpoint: $endpoint, elsewhere: None, notes: $notes }
    };
}

fn rows() -> Vec<Row> {
    let aws = || Endpoint::aws("eu-central-1").unwrap();
    vec![
        row!("Amazon S3", aws(region "eu-central-1"), "access points and S3 Express: `bucket(arn or name)`"),
        row!(
            "… dual-stack",
            "Endpoint::aws(\"eu-central-1\")?.dual_stack()",
            aws().dual_stack().unwrap(),
            "not in every partition"
        ),
        row!(
            "… FIPS",
            "Endpoint::aws(\"us-east-1\")?.fips()",
            Endpoint::aws("us-east-1").unwrap().fips().unwrap(),
            "not in China"
        ),
        row!(
            "… accelerated",
            "Endpoint::aws(\"eu-central-1\")?.accelerated()",
            aws().accelerated().unwrap(),
            "no access points, no FIPS; not in China"
        ),
        row!("… global host", "Endpoint::aws_global()", Endpoint::aws_global(), "redirects for buckets elsewhere"),
        row!(
            "Cloudflare R2",
            "Endpoint::r2(\"account\")",
            Endpoint::r2("account").unwrap(),
            "custom domains can't be presigned"
        ),
        row!(
            "… in a jurisdiction",
            "Endpoint::r2_in(\"account\", R2Jurisdiction::Eu)",
            Endpoint::r2_in("account", R2Jurisdiction::Eu).unwrap(),
            "or `FedRamp`"
        ),
        row!("Google Cloud Storage", "Endpoint::gcs()", Endpoint::gcs(), "with HMAC keys"),
        row!("Backblaze B2", backblaze_b2(region "us-west-004"), "no master key"),
        row!("DigitalOcean Spaces", digitalocean_spaces(region "fra1"), "CDN hosts can't be presigned"),
        row!("Wasabi", wasabi(region "eu-central-1"), ""),
        row!("Hetzner", hetzner(region "fsn1"), ""),
        row!("Scaleway", scaleway(region "fr-par"), ""),
        row!("OVHcloud", ovh(region "gra"), "not the regions in the United States"),
        row!("Oracle Cloud", oracle("namespace", region "us-phoenix-1"), "virtual hosts elsewhere: see its documentation"),
        row!("IBM Cloud Object Storage", ibm_cos(region "eu-de"), "public hosts only"),
        row!("Supabase", supabase("project", region "eu-west-1"), ""),
        row!("Alibaba Cloud OSS", alibaba_oss(region "cn-hangzhou"), "refuses path style"),
        row!("Tencent Cloud COS", tencent_cos(region "ap-guangzhou"), "`bucket` ends in the account's number; refuses path style"),
        row!("Tigris", "Endpoint::tigris()", Endpoint::tigris(), ""),
        row!("Huawei Cloud OBS", huawei_obs(region "cn-north-4"), "not the European cloud"),
        row!(
            "Yandex Object Storage",
            "Endpoint::yandex()",
            Endpoint::yandex(),
            "takes 30 days, of which 7 are signed here"
        ),
        row!("Storj", "Endpoint::storj()", Endpoint::storj(), "the hosted gateway"),
        row!("Linode", linode(region "us-east-1"), ""),
        row!("Exoscale", exoscale(region "ch-dk-2"), ""),
        row!(
            "MinIO",
            "Endpoint::minio(\"http://localhost:9000\")",
            Endpoint::minio("http://localhost:9000").unwrap(),
            "virtual hosts need `MINIO_DOMAIN`"
        ),
        row!(
            "Garage",
            "Endpoint::garage(\"http://localhost:3900\", \"garage\")",
            Endpoint::garage("http://localhost:3900", "garage").unwrap(),
            "virtual hosts need `root_domain`"
        ),
        row!(
            "Ceph",
            "Endpoint::ceph(\"http://localhost:8000\", \"default\")",
            Endpoint::ceph("http://localhost:8000", "default").unwrap(),
            "virtual hosts need `rgw_dns_name`"
        ),
        row!(
            "any other",
            "Endpoint::custom(\"https://s3.example.com/base\", \"region\")",
            Endpoint::custom("https://s3.example.com/base", "region").unwrap(),
            ""
        ),
    ]
}

/// Everything but the names and the notes is what the endpoint does.
fn table() -> String {
    let mut table = String::from(
        "| store | endpoint | address of a bucket | region | other style | POST | days | |\n|---|---|---|---|---|---|--:|---|\n",
    );
    for Row { store, constructor, endpoint, elsewhere, notes } in rows() {
        let region = match elsewhere {
            None => "",
            Some(Ok(_)) => ", or any of that form",
            Some(Err(_)) => ", or another listed one",
        };
        let path = endpoint.clone().path_style().bucket("bucket");
        let virtual_hosted = endpoint.clone().virtual_hosted().bucket("bucket");
        let bucket = endpoint.bucket("bucket").unwrap();
        let other = [path, virtual_hosted].into_iter().flatten().any(|other| other.url() != bucket.url());
        writeln!(
            table,
            "| {store} | `{constructor}` | `{}` | `{}`{region} | {} | {} | {} | {notes} |",
            bucket.url().trim_start_matches("https://").trim_end_matches('/'),
            endpoint.region(),
            if other { "yes" } else { "no" },
            if endpoint.has_post() { "" } else { "no" },
            endpoint.max_lifetime().as_secs() / 86_400,
        )
        .unwrap();
    }
    table
}

/// `UPDATE_SNAPSHOTS=yes cargo test --test providers` writes the table.
#[test]
fn the_guide_has_the_table() {
    const START: &str = "<!-- stores: made by tests/providers.rs -->\n";
    const END: &str = "<!-- end of stores -->\n";
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/src/guide/stores.md");
    let guide = std::fs::read_to_string(path).unwrap();
    let (before, rest) = guide.split_once(START).expect("the guide has the start of the table");
    let (now, after) = rest.split_once(END).expect("the guide has the end of the table");
    let table = format!("\n{}\n", table());
    if std::env::var_os("UPDATE_SNAPSHOTS").is_some() {
        std::fs::write(path, format!("{before}{START}{table}{END}{after}")).unwrap();
    } else {
        assert_eq!(now, table, "UPDATE_SNAPSHOTS=yes writes it");
    }
}

#[test]
fn the_readme_counts_the_stores() {
    let stores = rows().iter().filter(|row| !row.store.starts_with('…') && row.store != "any other").count();
    assert!(include_str!("../README.md").contains(&format!(" it knows | {stores} |")), "{stores} stores");
}
