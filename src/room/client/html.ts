import { h, type VNode } from 'preact';
import htm from 'htm';

type Template = (strings: TemplateStringsArray, ...values: readonly unknown[]) => VNode;

/** Markup as tagged templates. htm's types describe its CommonJS build; the browser loads its module. */
export const html = (htm as unknown as { bind(create: typeof h): Template }).bind(h);
