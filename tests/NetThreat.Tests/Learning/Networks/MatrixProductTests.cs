using NetThreat.Core.Randomness;
using NetThreat.Learning.Networks.Numerics;

namespace NetThreat.Tests.Learning.Networks;

public class MatrixProductTests
{
    [Theory]
    [InlineData(1, 1, 1)]
    [InlineData(1, 7, 5)]
    [InlineData(5, 3, 16)]
    [InlineData(6, 17, 17)]
    [InlineData(13, 122, 64)]
    [InlineData(25, 64, 122)]
    [InlineData(300, 31, 33)]
    public void Is_the_chain_of_fused_multiply_adds(int rows, int depth, int columns)
    {
        float[] a = Random(rows * depth, 1), b = Random(depth * columns, 2), c = Random(rows * columns, 3), expected = [.. c];
        for (int i = 0; i < rows; i++)
        {
            for (int j = 0; j < columns; j++)
            {
                for (int k = 0; k < depth; k++) expected[i * columns + j] = float.FusedMultiplyAdd(a[i * depth + k], b[k * columns + j], expected[i * columns + j]);
            }
        }
        var packed = new PackedMatrix<float>();
        packed.Pack(b, depth, columns, columns);
        MatrixProduct.Add<float>(a, depth, 1, rows, packed, c, columns);
        Assert.Equal(expected, c);
    }

    [Theory]
    [InlineData(1, 1, 1)]
    [InlineData(7, 5, 3)]
    [InlineData(600, 9, 21)]
    public void The_product_with_a_transposed_factor_is_the_same_chain(int rows, int left, int right)
    {
        double[] a = [.. Random(rows * left, 1).Select(x => (double)x)], b = [.. Random(rows * right, 2).Select(x => (double)x)], c = new double[left * right], expected = new double[left * right];
        for (int k = 0; k < rows; k++)
        {
            for (int i = 0; i < left; i++)
            {
                for (int j = 0; j < right; j++) expected[i * right + j] = double.FusedMultiplyAdd(a[k * left + i], b[k * right + j], expected[i * right + j]);
            }
        }
        MatrixProduct.AddTransposed<double>(a, left, left, b, right, right, rows, c, right, new PackedMatrix<double>());
        Assert.Equal(expected, c);
    }

    [Fact]
    public void A_packed_transpose_is_the_transpose_packed()
    {
        float[] matrix = Random(37 * 19, 4), transpose = new float[37 * 19];
        for (int i = 0; i < 37; i++)
        {
            for (int j = 0; j < 19; j++) transpose[j * 37 + i] = matrix[i * 19 + j];
        }
        PackedMatrix<float> one = new(), other = new();
        one.PackTransposed(matrix, 19, 37, 19);
        other.Pack(transpose, 19, 37, 37);
        Assert.Equal(other.Values.ToArray(), one.Values.ToArray());
    }

    [Fact]
    public void Refuses_to_reach_beyond_its_operands()
    {
        var packed = new PackedMatrix<float>();
        packed.Pack(new float[6], 2, 3, 3);
        Assert.Throws<ArgumentException>(() => MatrixProduct.Add<float>(new float[3], 2, 1, 2, packed, new float[6], 3));
        Assert.Throws<ArgumentException>(() => MatrixProduct.Add<float>(new float[4], 2, 1, 2, packed, new float[5], 3));
    }

    private static float[] Random(int count, ulong seed)
    {
        var random = new Xoshiro256(seed);
        return [.. Enumerable.Range(0, count).Select(_ => (float)(random.NextDouble() * 2 - 1))];
    }
}
