import js from "@eslint/js";
import globals from "globals";

export default [
  js.configs.recommended,
  {
    files: ["src/**/*.js"],
    languageOptions: { globals: { ...globals.browser, sigma: "readonly", vis: "readonly" } },
    rules: {
      curly: ["error", "multi-line"],
      eqeqeq: "error",
      "max-lines-per-function": ["error", { max: 50, skipBlankLines: true, skipComments: true, IIFEs: true }],
      "no-implicit-globals": "error",
      "no-var": "error",
      "prefer-const": "error",
      // The only maker of elements is elements.js: no text can become markup anywhere else.
      "no-restricted-properties": [
        "error",
        ...["innerHTML", "outerHTML", "insertAdjacentHTML", "write", "writeln"].map((property) => ({ property })),
      ],
    },
  },
  { files: ["test/**/*.js", "*.js"], languageOptions: { globals: globals.node } },
];
