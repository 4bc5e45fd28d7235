"""What programs find that decode the name in `filename=`, though it isn't encoded: where it can't be decoded, they throw.

Each is a process that reads one header a line, as JSON, and answers with a line: the name as JSON.
"""

import json
import subprocess

# In page scripts: `decodeURIComponent(/filename="?([^";]*)/.exec(header)[1])`.
NODE = """
const lines = require("readline").createInterface({ input: process.stdin });
lines.on("line", (line) => {
  let name = null;
  try { name = decodeURIComponent(/filename="?([^";]*)/.exec(JSON.parse(line))[1]); } catch {}
  console.log(JSON.stringify(name));
});
"""

# ASCII goes in and out, and of JSON's escapes only those of a header are needed.
JAVA = """
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Scanner;
import java.util.regex.Pattern;

class Decoder {
  public static void main(String[] arguments) {
    Pattern pattern = Pattern.compile("filename=\\"?([^\\";]*)");
    Scanner lines = new Scanner(System.in, StandardCharsets.UTF_8);
    while (lines.hasNextLine()) {
      String line = lines.nextLine().replace("\\\\\\"", "\\"");
      var found = pattern.matcher(line);
      String name = null;
      try {
        if (found.find()) name = "\\"" + URLDecoder.decode(found.group(1), StandardCharsets.UTF_8) + "\\"";
      } catch (IllegalArgumentException thrown) {
      }
      System.out.println(name);
    }
  }
}
"""


class Decoder:
    def __init__(self, *command):
        pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE}
        self.process = subprocess.Popen(command, text=True, bufsize=1, **pipes)

    def file_name(self, header):
        """`None` if it throws."""
        self.process.stdin.write(json.dumps(header) + "\n")
        self.process.stdin.flush()
        return json.loads(self.process.stdout.readline())

    def close(self):
        self.process.stdin.close()
        self.process.wait(10)
        self.process.stdout.close()


def node(_):
    return Decoder("node", "-e", NODE)


def java(folder):
    source = folder / "Decoder.java"
    source.write_text(JAVA)
    return Decoder("java", str(source))


DECODERS = {"decodeURIComponent": ("node", node), "URLDecoder": ("java", java)}
