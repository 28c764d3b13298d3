// The kernels as WebAssembly exports them. Every argument of type usize is the address of an array in memory;
// `stride`, `n` and `order` are multiples of 8 unless said otherwise, and what lies beyond the true size is zero.
export { symmetricEigen } from './eigen';
export { gram, rotate } from './gram';
export { choleskyBlocked, choleskySolve, invertBlocked } from './dense';
export { solveRows } from './rows';
export { scores, scores8 } from './scores';
export { topK } from './select';
