import { describe, test } from "vitest";
import { A_LONG_LOOK, forAll } from "../support/properties.ts";
import { agreeOn } from "./agree.ts";
import { anyLife } from "./lives/any-life.ts";

describe("the engine and a model that lives day by day, under any rules", () => {
  test("[X3] agree on every balance and on all that happened, looked at lazily or every day", A_LONG_LOOK, () => {
    forAll(anyLife, ({ policy, story, until }) => agreeOn(policy, story, until));
  });
});
