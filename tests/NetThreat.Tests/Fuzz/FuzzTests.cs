using NetThreat.Testing.Fuzz;
using Xunit.Abstractions;

namespace NetThreat.Tests.Fuzz;

public class FuzzTests(ITestOutputHelper output)
{
    private const ulong Seed = 20_260_105, Inputs = 400_000;

    [Fact]
    public void No_mutation_of_any_input_is_a_fault()
    {
        var targets = FuzzTargets.Create();
        using var runner = new FuzzRunner(targets, SeedPackets.Load(perCapture: 3), Seed);
        runner.Run(0, Inputs);
        runner.End();
        for (int i = 0; i < targets.Count; i++) output.WriteLine($"{targets[i].Name}: {runner.Runs[i]} inputs");
        foreach (var failure in runner.Failures) output.WriteLine($"{failure.Target} at {failure.Iteration}, {Convert.ToHexString(failure.Input.Bytes)} ({failure.Input.Kind}): {failure.Error}");
        Assert.Empty(runner.Failures.Select(f => f.Signature));
        Assert.True(runner.Runs.Sum() > (long)Inputs / 2);
    }

    [Fact]
    public void Inputs_that_once_failed_do_not_fail_again()
    {
        var targets = FuzzTargets.Create();
        foreach (var (name, file, input) in FuzzCorpus.Read())
        {
            output.WriteLine(file);
            FuzzRunner.Replay(targets.Single(t => t.Name == name), input);
        }
    }

    [Fact]
    public void One_seed_makes_the_same_inputs_again()
    {
        byte[] seed = [.. Enumerable.Range(0, 200).Select(i => (byte)i)], first = new byte[Mutation.MaxLength], second = new byte[Mutation.MaxLength];
        for (ulong i = 0; i < 1000; i++)
        {
            var (a, b) = (new FuzzRandom(7, i), new FuzzRandom(7, i));
            int length = Mutation.Make(seed, seed, first, ref a);
            Assert.Equal(length, Mutation.Make(seed, seed, second, ref b));
            Assert.Equal(first[..length], second[..length]);
        }
    }

    [Fact]
    public void A_failing_input_is_made_small()
    {
        byte[] bytes = [.. Enumerable.Range(0, 300).Select(i => (byte)(i + 1))];
        var small = Minimizer.Shrink(new(bytes, 1), i => i.Bytes.Contains((byte)77));
        Assert.Equal([77], small.Bytes);
    }
}
