using NetThreat.Core.Randomness;
using NetThreat.Learning;
using NetThreat.Learning.Forests;
using NetThreat.Learning.Saving;
using NetThreat.Learning.Tables;
using NetThreat.Learning.Trees;

namespace NetThreat.Tests.Learning.Trees;

/// <summary>Trees from strangers are refused or harmless, never followed out of bounds or in a circle.</summary>
public class HostileTrees
{
    private static DecisionTree Stump => new()
    {
        Feature = [0, 1, -1, -1, -1],
        Threshold = [1, 2, 0, 0, 0],
        Left = [1, 2, -1, -1, -1],
        Right = [4, 3, -1, -1, -1],
        Values = [0, 0, 1, 2, 3],
        Cover = [5, 3, 2, 1, 2],
    };

    public static TheoryData<string, string> Faults => new()
    {
        { "child before", "child that is not after" },
        { "child itself", "child that is not after" },
        { "child outside", "child that is not after" },
        { "two parents", "two parents" },
        { "no parent", "no parent" },
        { "column outside", "column 2 of 2" },
        { "threshold NaN", "threshold that is not finite" },
        { "value infinite", "leaf value 5" },
        { "cover negative", "cover" },
        { "output outside", "output 1 of 1" },
        { "too short", "different lengths" },
        { "empty", "no nodes" },
        { "too deep", "deeper" },
    };

    [Theory]
    [MemberData(nameof(Faults))]
    public void A_broken_tree_is_refused_with_its_fault(string fault, string message)
    {
        var tree = Stump;
        switch (fault)
        {
            case "child before": tree.Left[1] = 0; break;
            case "child itself": tree.Right[1] = 1; break;
            case "child outside": tree.Right[0] = 5; break;
            case "two parents": tree.Right[1] = 2; break;
            case "no parent": tree.Feature[1] = -1; break;
            case "column outside": tree.Feature[1] = 2; break;
            case "threshold NaN": tree.Threshold[0] = float.NaN; break;
            case "value infinite": tree.Values[3] = double.PositiveInfinity; break;
            case "cover negative": tree.Cover[4] = -1; break;
            case "output outside": tree = tree with { Output = 1 }; break;
            case "too short": tree = tree with { Left = [1, 2] }; break;
            case "empty": tree = new DecisionTree { Feature = [], Threshold = [], Left = [], Right = [], Values = [], Cover = [] }; break;
            case "too deep": tree = Chain(TreeEnsemble.MaxDepth + 1); break;
            default: throw new ArgumentException(fault);
        }
        var error = Assert.Throws<LearningException>(() => new TreeEnsemble(2, 1, 1, [Stump, tree]));
        Assert.Contains(message, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_broken_file_is_refused_or_harmless()
    {
        var model = new IsolationForestModel(ColumnSet.Numbered(5), RandomTrees.Ensemble(3, 5, 4, 4, missing: true), 16);
        var bytes = new MemoryStream();
        ModelFile.Write(model, bytes);
        var rows = RandomTrees.Rows(1, 70, 5);
        int refused = 0, read = 0;
        for (int i = 0; i < 4000; i++)
        {
            var broken = bytes.ToArray();
            var random = new Xoshiro256((ulong)i);
            for (int n = random.Between(1, 3); n > 0; n--) Break(broken, random);
            try
            {
                var loaded = (IsolationForestModel)ModelFile.Read(new MemoryStream(broken));
                var scores = new double[rows.Rows];
                loaded.Score(rows.All, scores);
                Assert.All(scores, s => Assert.False(double.IsNaN(s)));
                read++;
            }
            catch (LearningException)
            {
                refused++;
            }
        }
        Assert.True(refused > 1000 && read > 100, $"{refused} refused, {read} read");
    }

    [Fact]
    public void A_file_that_ends_anywhere_is_refused()
    {
        var bytes = new MemoryStream();
        ModelFile.Write(new IsolationForestModel(ColumnSet.Numbered(5), RandomTrees.Ensemble(3, 5, 2, 3), 16), bytes);
        for (int length = 0; length < bytes.Length; length++)
            Assert.Throws<LearningException>(() => ModelFile.Read(new MemoryStream(bytes.ToArray(), 0, length)));
    }

    private static void Break(byte[] file, Xoshiro256 random)
    {
        int at = random.Next(file.Length);
        switch (random.Next(3))
        {
            case 0: file[at] ^= (byte)(1 << random.Next(8)); break;
            case 1: file[at] = (byte)random.Next(); break;
            // A whole number of the kind that lengths and indices are.
            default: BitConverter.TryWriteBytes(file.AsSpan(at & ~3), random.Between(-3, 200)); break;
        }
    }

    private static DecisionTree Chain(int depth)
    {
        var tree = new DecisionTreeBuilder(1);
        int node = tree.Add(1);
        for (int d = 0; d < depth; d++)
        {
            tree.Split(node, 0, 0);
            tree.SetLeft(node, tree.Add(1));
            int next = tree.Add(1);
            tree.SetRight(node, next);
            node = next;
        }
        return tree.Build();
    }
}
