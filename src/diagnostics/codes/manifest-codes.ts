import type { CodeRow } from "./code-row.js";

/** What the manifest itself is diagnosed with. */
export const manifestCodes: readonly CodeRow[] = [
  [
    "manifest-not-found",
    "No manifest",
    "There is no manifest at the given place.",
    "Run the command in the project's folder, name the manifest with --manifest, or write one with provc init.",
  ],
  [
    "manifest-unreadable",
    "Manifest cannot be read",
    "The system refused to read the manifest, or it is a folder.",
    "Make it a file that can be read.",
  ],
  [
    "manifest-version",
    "Unknown version of the manifest",
    "The manifest's version is missing or is not one that this provc reads.",
    "Write version: 1, or install the provc that the manifest was written for.",
  ],
  [
    "manifest-invalid",
    "Invalid value in the manifest",
    "A value in the manifest has the wrong type or form, or a required field is missing.",
    "Change the value to what the message asks for.",
  ],
  [
    "manifest-unknown-field",
    "Unknown field in the manifest",
    "The manifest has no field of this name at this place.",
    "Correct the name, or remove the field.",
  ],
  [
    "manifest-number",
    "Number that JSON cannot hold",
    "A number such as .inf or .nan has no counterpart in the generated JSON.",
    "Write another number, or put it in quotes if it is text.",
  ],
  [
    "manifest-text",
    "Text that is not Unicode",
    "A key or a text holds half of a surrogate pair, which is no character and cannot be written to a file.",
    "Write the character itself, or both halves of the pair.",
  ],
  [
    "manifest-invalid-id",
    "Invalid id",
    "An id is too long or is not in kebab-case, so no file and no type could be named after it.",
    "Write it with a to z, 0 to 9 and single hyphens.",
  ],
  [
    "manifest-reserved-name",
    "Reserved id",
    "The id is the name of a generated file, or no file can have it on Windows.",
    "Choose another id.",
  ],
  [
    "manifest-duplicate-id",
    "Id used twice",
    "A provider and a virtual id of one kind have the same name.",
    "Rename one of them; they share one name space.",
  ],
  [
    "manifest-id-collision",
    "Ids that collide in generated code",
    "Two ids lead to the same file or type name.",
    "Rename one of them.",
  ],
  [
    "manifest-duplicate-file",
    "File name listed twice",
    "The document's files hold a name more than once.",
    "Remove one of them.",
  ],
  [
    "manifest-path-invalid",
    "Invalid path",
    "A path is absolute, has backslashes, or is otherwise not one that works on every machine.",
    "Write it relative to the manifest's folder, with forward slashes.",
  ],
  [
    "manifest-path-outside",
    "Path outside of the project",
    "A path, or a symbolic link on it, leads out of the manifest's project.",
    "Copy the file into the project.",
  ],
  [
    "manifest-path-case",
    "Letter case of a path",
    "The path differs from the file's name in the case of its letters, and would not be found on other systems.",
    "Write it exactly as the file is called.",
  ],
  [
    "manifest-place-taken",
    "Place in the document taken",
    "Two kinds are configured at the same place of the document, or one inside the other.",
    "Give one of them another place under config.at.",
  ],
  [
    "manifest-place-collision",
    "Place in the document collides with its schema",
    "The document's schema describes or forbids the place where a kind is configured.",
    "Remove the field from the document's schema; fields beside the selector go into the kind's shared schema.",
  ],
  [
    "manifest-map-inline",
    "Map in the inline form",
    "The field config.map is set although the kind's form is inline, in which there is no map.",
    "Remove map, or use the keyed form.",
  ],
  [
    "manifest-selector-clash",
    "Selector clashes with a field",
    "The selector has the name of the map, or a schema has a field with the name of the selector or the map.",
    "Rename the field or the selector.",
  ],
  [
    "manifest-subject",
    "Subject without a star",
    "The field config.subject says what a key names, but config.at has no star.",
    "Remove subject, or put a * into at.",
  ],
  [
    "manifest-field-clash",
    "Field clashes with a shared field",
    "In the inline form a provider's schema has a field that the kind's shared schema has, too.",
    "Remove or rename one of them.",
  ],
  [
    "manifest-capabilities-invalid",
    "Invalid capabilities",
    "A provider's capabilities do not fit the kind's capability schema.",
    "Change the capabilities to what the message asks for.",
  ],
];
