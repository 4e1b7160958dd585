/**
 * The listing of a step of Adam on the sum of squares of (weight - x), for a weight of two
 * elements.
 */
export const ADAM_STEP = `\
step0    float32[2]
number0  float32[]
state0   float32[2]
state1   float32[]
state2   float32[]
state3   float32[2]
state4   float32[2]
v0       float32[]        Neg(x: number0)
v1       float32[2]       Sub(a: state0, b: step0)
v2       float32[2]       Square(x: v1)
v3       float32[]        Sum(x: v2) {"keepDims":false}
const0   float32[1]       [1]
const1   float32[2]       [1,1]
v4       float32[2]       Multiply(a: const0, b: const1)
v5       float32[2]       Cast(x: v1) {"dtype":"float32"}
v6       float32[2]       Multiply(a: v5, b: 2)
v7       float32[2]       Multiply(a: v4, b: v6)
v8       float32[]        Sub(a: 1, b: state1)
v9       float32[]        Sub(a: 1, b: state2)
v10      float32[2]       Multiply(a: state3, b: 0.8999999761581421)
v11      float32[2]       Multiply(a: v7, b: 0.10000000149011612)
v12      float32[2]       Add(a: v10, b: v11)
v13      float32[2]       Multiply(a: state4, b: 0.9990000128746033)
v14      float32[2]       Square(x: v7)
v15      float32[2]       Multiply(a: v14, b: 0.0010000000474974513)
v16      float32[2]       Add(a: v13, b: v15)
v17      float32[2]       RealDiv(a: v12, b: v8)
v18      float32[2]       RealDiv(a: v16, b: v9)
v19      float32[2]       Sqrt(x: v18)
v20      float32[2]       Add(a: v19, b: 1.0000000116860974e-7)
v21      float32[2]       RealDiv(a: v17, b: v20)
v22      float32[2]       Multiply(a: v21, b: v0)
v23      float32[2]       Add(a: v22, b: state0)
v24      float32[]        Multiply(a: state1, b: 0.8999999761581421)
v25      float32[]        Multiply(a: state2, b: 0.9990000128746033)
-> state0 = v23
-> state1 = v24
-> state2 = v25
-> state3 = v12
-> state4 = v16
-> output0 = v3
`;
