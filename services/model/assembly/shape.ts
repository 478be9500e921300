// The one shape these kernels are compiled for. The host reads it through the exports in index.ts and refuses
// a checkpoint of another shape.
export const DIM: i32 = 64
export const HEADS: i32 = 4
export const HEAD_DIM: i32 = 16
export const HIDDEN: i32 = 256
export const LAYERS: i32 = 2
export const VOCAB: i32 = 240
export const CONTEXT: i32 = 448
export const NORM_EPS: f32 = 1e-5
export const ROPE_BASE: f64 = 10000
/** 1 / sqrt(HEAD_DIM) */
export const SCORE_SCALE: f32 = 0.25

// Row sizes in bytes.
export const ROW: usize = 256
export const QKV_ROW: usize = 768
export const HIDDEN_ROW: usize = 1024
export const VOCAB_ROW: usize = 960
export const HEAD_BYTES: usize = 64

// Byte offsets inside a weight blob (and inside the gradient and Adam blobs, which have the same layout):
// embedding, then per layer norm 1, Wqkv, Wo, norm 2, W1, W2, then the final norm.
export const LAYERS_AT: usize = 15360 * 4
export const NORM1_AT: usize = 0
export const WQKV_AT: usize = 64 * 4
export const WO_AT: usize = 12352 * 4
export const NORM2_AT: usize = 16448 * 4
export const W1_AT: usize = 16512 * 4
export const W2_AT: usize = 32896 * 4
export const LAYER_BYTES: usize = 49280 * 4
export const FINAL_NORM_AT: usize = 113920 * 4
export const PARAMETERS: i32 = 113984
export const WEIGHT_BYTES: usize = 113984 * 4
