//! Where the bucket stands in a URL.

/// Where the bucket stands in a URL. With feature `serde` it is `path`, `virtual-hosted` or `custom-domain`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(rename_all = "kebab-case"))]
pub enum AddressingStyle {
    /// First segment of the path: `https://s3.example.com/bucket/key`.
    Path,
    /// First label of the host: `https://bucket.s3.example.com/key`.
    VirtualHosted,
    /// Nowhere: the host is the bucket's own, `https://files.example.com/key`.
    CustomDomain,
}
