using System.Numerics;
using NetThreat.Learning.Networks.Layers;
using NetThreat.Learning.Networks.Numerics;

namespace NetThreat.Tests.Learning.Networks;

public class VectorMathTests
{
    private static IEnumerable<double> Arguments => Enumerable.Range(-4000, 8001).Select(i => i * 0.02173);

    [Fact]
    public void The_exponential_of_float64_is_right_to_two_units_in_the_last_place()
    {
        foreach (double x in Arguments.Concat([0, 1e-300, -1e-9, 700, -700, 0.34657359, -0.34657359]))
            Assert.Equal(1, VectorMath.Exp(new Vector<double>(x))[0] / Math.Exp(x), 5e-16);
    }

    [Fact]
    public void The_exponential_of_float32_is_right_to_two_units_in_the_last_place()
    {
        foreach (float x in Arguments.Select(x => (float)x).Where(x => Math.Abs(x) < 86))
            Assert.Equal(1, VectorMath.Exp(new Vector<float>(x))[0] / Math.Exp(x), 2.5e-7);
    }

    [Fact]
    public void Beyond_the_range_the_exponential_is_finite_and_NaN_stays_NaN()
    {
        Assert.True(float.IsFinite(VectorMath.Exp(new Vector<float>(float.MaxValue))[0]));
        Assert.InRange(VectorMath.Exp(new Vector<float>(float.MinValue))[0], 0, 1e-37f);
        Assert.True(double.IsFinite(VectorMath.Exp(new Vector<double>(double.MaxValue))[0]));
        Assert.InRange(VectorMath.Exp(new Vector<double>(double.NegativeInfinity))[0], 0, 1e-300);
        Assert.True(float.IsNaN(VectorMath.Exp(new Vector<float>(float.NaN))[0]));
        Assert.True(double.IsNaN(VectorMath.Exp(new Vector<double>(double.NaN))[0]));
    }

    [Fact]
    public void Sigmoid_and_hyperbolic_tangent_are_right()
    {
        foreach (double x in Arguments)
        {
            Assert.Equal(1 / (1 + Math.Exp(-x)), VectorMath.Sigmoid(new Vector<double>(x))[0], 4e-16);
            Assert.Equal(Math.Tanh(x), VectorMath.Tanh(new Vector<double>(x))[0], 4e-16);
            Assert.Equal(Math.Tanh((float)x), VectorMath.Tanh(new Vector<float>((float)x))[0], 1.5e-7);
        }
    }

    [Theory]
    [InlineData(Activation.Tanh)]
    [InlineData(Activation.Relu)]
    [InlineData(Activation.Sigmoid)]
    [InlineData(Activation.LeakyRelu)]
    public void A_value_does_not_depend_on_its_place(Activation activation)
    {
        var x = Enumerable.Range(0, 37).Select(i => (float)Math.Sin(i) * 3).ToArray();
        var together = new float[x.Length];
        ActivationFunctions<float>.Apply(activation, x, together);
        for (int i = 0; i < x.Length; i++)
        {
            var alone = new float[1];
            ActivationFunctions<float>.Apply(activation, x.AsSpan(i, 1), alone);
            Assert.Equal(alone[0], together[i]);
        }
    }
}
