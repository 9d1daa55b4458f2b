//! The declarations for `require`: TypeScript wants a file of their own, `.d.cts`, beside each module's `.d.ts`.

use anyhow::{Context, Result};
use std::fs;
use std::path::Path;

/// The declarations of the package's entries.
const MODULES: [&str; 2] = ["index.d.ts", "slim.d.ts"];

/// What a module declares that has such a file: all of it once, as an ES module may refer to CommonJS, and not the other way round.
const SAME: &str = "export * from \"./index.cjs\";\n";

/// Writes `index.d.cts` beside every `index.d.ts` under a folder, and so for the other entries.
pub fn write_all(folder: &Path) -> Result<()> {
    for entry in fs::read_dir(folder).with_context(|| format!("cannot read {}", folder.display()))? {
        let path = entry?.path();
        if path.is_dir() {
            write_all(&path)?;
        } else if MODULES.iter().any(|module| path.ends_with(module)) {
            let declarations = fs::read_to_string(&path)?;
            // Written before, by an earlier run in the same folder.
            if declarations == SAME {
                continue;
            }
            fs::write(path.with_extension("cts"), common_js(&declarations))?;
            if path.ends_with("index.d.ts") {
                fs::write(path, SAME)?;
            }
        }
    }
    Ok(())
}

/// The same declarations for CommonJS: they refer to each other, and to types that only an ES module declares as such.
fn common_js(declarations: &str) -> String {
    declarations
        .replace("index.js\"", "index.cjs\"")
        .replace("\"./endpoints.js\"", "\"./endpoints.js\" with { \"resolution-mode\": \"import\" }")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn declarations_for_common_js_refer_to_each_other() {
        let declarations =
            "import type { Fetch } from \"../index.js\";\nexport type * from \"./endpoints.js\";\n";
        let expected = "import type { Fetch } from \"../index.cjs\";\n\
                        export type * from \"./endpoints.js\" with { \"resolution-mode\": \"import\" };\n";
        assert_eq!(common_js(declarations), expected);
    }
}
