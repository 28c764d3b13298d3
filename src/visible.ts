/** Ends of lines and other controls, and a blank that counts as a symbol. */
const CONTROLS = /[\p{Cc}\p{Zl}\p{Zp}\u2800]+/gu;
/** Format and ignorable characters: zero-width ones, fillers, and those that turn the direction of what stands beside them. */
const HIDDEN = /(?![\u200C\u200D\p{Variation_Selector}])[\p{Cf}\p{Default_Ignorable_Code_Point}]/gu;
/** They choose the form of a symbol, an emoji or a letter of scripts without case; elsewhere they only hide. */
const STRAY_SELECTOR = /(?<![\p{Lo}\p{S}\p{Emoji}])\p{Variation_Selector}/gu;
/** They join emoji, and shape letters of scripts without case. */
const STRAY_JOINER = /(?<![\p{Lo}\p{M}\p{Emoji_Modifier}\p{Extended_Pictographic}])[\u200C\u200D]|[\u200C\u200D](?![\p{L}\p{M}\p{S}])/gu;

/**
 * Names and titles as people see them, in one line: without what would hide in them, make two of them look alike, or
 * disorder the text around them (Unicode Technical Report 36, “Security Considerations”). What belongs to emoji and
 * to the spelling of a script stays.
 */
export function visible(text: string): string {
  return text.toWellFormed().replace(CONTROLS, ' ').replace(HIDDEN, '').replace(STRAY_SELECTOR, '').replace(STRAY_JOINER, '').trim();
}
