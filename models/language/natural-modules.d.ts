// natural's typings name its folders' indexes, which load every language; these are the single files.
declare module 'natural/lib/natural/stemmers/porter_stemmer.js' {
  import type { Stemmer } from 'natural/lib/natural/stemmers/index.js';
  const stemmer: Stemmer;
  export default stemmer;
}

declare module 'natural/lib/natural/tokenizers/regexp_tokenizer.js' {
  export { RegexpTokenizer } from 'natural/lib/natural/tokenizers/index.js';
}
