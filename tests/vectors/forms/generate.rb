# Forms of the AWS SDK for Ruby. See README.md.

require "aws-sdk-s3"
require "json"

CASES = JSON.parse(File.read(File.join(__dir__, "cases.json")))

# The clock stands still.
class Time
  class << self
    alias real_now now
    def now(*)
      at(CASES["now"])
    end
  end
end

MAX = 5 * 2**30
[
  [{ key: "a/b c.png" }, "", "a/b c.png", [0, MAX], false],
  [
    { key: "up/${filename}", content_type_starts_with: "image/", content_length_range: 1..1_048_576, acl: "public-read",
      metadata: { "original-filename" => "${filename}", "user" => "42" } },
    "photo 1.png", "up/photo 1.png", [1, 1_048_576], false
  ],
  [
    { key_starts_with: "up/", content_type: "text/plain", success_action_redirect: "https://app.example.com/done?name=${filename}",
      server_side_encryption: "aws:kms", storage_class: "STANDARD_IA", metadata_starts_with: { "title" => "a" } },
    "x.txt", "up/x.txt", [0, MAX], true
  ],
  [
    { key: "a", cache_control: "no-store", content_disposition_starts_with: "attachment", expires: Time.at(1_700_009_999),
      success_action_status: "201", website_redirect_location: "/other", allow_any: ["x-any"] },
    "", "a", [0, MAX], false
  ],
].each do |options, file_name, key, size, token|
  keys = [CASES["access_key_id"], CASES["secret_access_key"]]
  keys << CASES["session_token"] if token
  post = Aws::S3::PresignedPost.new(
    Aws::Credentials.new(*keys), CASES["aws"]["region"], CASES["bucket"],
    signature_expiration: Time.at(CASES["now"] + CASES["lifetime"]), **options
  )
  fields = post.fields
  # What the page fills in.
  fields["key"] ||= "up/${filename}"
  fields["Content-Type"] ||= "image/png" if options[:content_type_starts_with]
  fields["x-amz-meta-title"] ||= "a title" if options[:metadata_starts_with]
  fields["Content-Disposition"] ||= "attachment" if options[:content_disposition_starts_with]
  fields["x-any"] ||= "value" if options[:allow_any]
  puts JSON.generate(
    by: "aws-sdk-s3 (Ruby)", **CASES["aws"].transform_keys(&:to_sym), url: post.url, fields: fields.to_a, file_name: file_name,
    key: key, size: size
  )
end
