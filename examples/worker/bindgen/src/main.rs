//! Writes the JavaScript beside a wasm file: `bindgen INPUT.wasm FOLDER`.

use std::error::Error;

use wasm_bindgen_cli_support::Bindgen;

fn main() -> Result<(), Box<dyn Error>> {
    let [input, folder] =
        std::env::args().skip(1).collect::<Vec<_>>().try_into().map_err(|_| "usage: bindgen INPUT.wasm FOLDER")?;
    let mut bindgen = Bindgen::new();
    bindgen.input_path(input).out_name("index").web(true)?.typescript(false);
    // Names of functions and of tools, which only make it larger.
    bindgen.remove_name_section(true).remove_producers_section(true).generate(folder)?;
    Ok(())
}
