export { ActionButton } from "./ActionButton";
export { Command } from "./Command";
export { Notice } from "./Notice";
