// What ajv makes, behind a Map as provc's own validators are.

/** One validator for each provider behind a Map; `load` gives a provider's, when it is first used. */
export function behindMap(ids, load) {
  const validators = new Map(ids.map((id) => [id, undefined]));
  let last;
  const check = (choice) => {
    last = validators.get(choice.engine);
    if (last === undefined) {
      if (!validators.has(choice.engine)) return false;
      last = load(choice.engine);
      validators.set(choice.engine, last);
    }
    return last(choice);
  };
  return { check, errors: (choice) => check(choice) || (last?.errors.length ?? 0) };
}
