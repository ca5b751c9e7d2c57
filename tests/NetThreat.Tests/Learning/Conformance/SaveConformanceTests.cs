using System.Diagnostics.CodeAnalysis;
using NetThreat.Core.Randomness;
using NetThreat.Learning;
using NetThreat.Learning.Models;
using NetThreat.Learning.Saving;

namespace NetThreat.Tests.Learning.Conformance;

/// <summary>What every model file promises.</summary>
public class SaveConformanceTests
{
    private const int Mutations = 300;

    /// <summary>Memory that a small file may claim while it is read and scored.</summary>
    private const long MaxBytes = 64 << 20;

    /// <summary>Kinds that no trainer makes, and who tests their files.</summary>
    private static readonly Dictionary<string, string> MadeElsewhere = new()
    {
        ["onnx"] = "a foreign file: Learning/Onnx",
        ["calibrated-sequence-classifier"] = "Learning/Calibration",
    };

    public static TheoryData<string> Names => Estimators.Names;

    [Fact]
    public void Every_kind_that_can_be_read_is_tested_here_or_elsewhere()
    {
        var made = Estimators.All.Values.Select(e => e.Model.Kind).ToHashSet(StringComparer.Ordinal);

        Assert.DoesNotContain(ModelKinds.Readers.Keys, k => !made.Contains(k) && !MadeElsewhere.ContainsKey(k));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Saved_and_loaded_it_scores_the_same_and_saves_the_same(string name)
    {
        var estimator = Estimators.All[name];
        var saved = Estimator.Save(estimator.Model);

        var loaded = Estimator.Load(saved);

        Assert.Equal(estimator.Model.GetType(), loaded.GetType());
        Assert.Equal(estimator.Model.Columns.Columns.AsEnumerable(), loaded.Columns.Columns.AsEnumerable());
        Assert.Equal((estimator.Model.Outputs, estimator.Model.HandlesMissing), (loaded.Outputs, loaded.HandlesMissing));
        Assert.Equal(estimator.Score(estimator.Model), estimator.Score(loaded));
        Assert.Equal(saved, Estimator.Save(loaded));
        if (estimator.Model is IClassifier classifier) Assert.Equal(classifier.Classes.AsEnumerable(), ((IClassifier)loaded).Classes.AsEnumerable());
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_file_cut_short_or_with_more_after_its_end_is_refused(string name)
    {
        var saved = Estimator.Save(Estimators.All[name].Model);
        var lengths = Enumerable.Range(0, 64).Concat(Enumerable.Range(1, 64).Select(i => saved.Length - i)).Concat(Enumerable.Range(1, 60).Select(i => (int)((long)i * saved.Length / 61))).Where(l => l >= 0 && l < saved.Length);

        foreach (int length in lengths.Distinct()) Assert.Throws<LearningException>(() => Estimator.Load(saved[..length]));
        Assert.Throws<LearningException>(() => Estimator.Load([.. saved, 0]));
    }

    [Theory]
    [MemberData(nameof(Names))]
    [SuppressMessage("Design", "CA1031", Justification = "any other exception is the fault that is looked for")]
    public void A_mutated_file_is_refused_or_scores_without_harm(string name)
    {
        var estimator = Estimators.All[name];
        var saved = Estimator.Save(estimator.Model);
        for (ulong seed = 0; seed < Mutations; seed++)
        {
            var mutated = Mutate(saved, seed);
            long before = GC.GetAllocatedBytesForCurrentThread();
            try
            {
                var model = Estimator.Load(mutated);
                if (model.Columns.Count == estimator.Model.Columns.Count && model.GetType() == estimator.Model.GetType()) estimator.Score(model);
            }
            catch (LearningException)
            {
            }
            catch (Exception e)
            {
                Assert.Fail($"mutation {seed}: {e}");
            }
            Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, MaxBytes);
        }
    }

    /// <summary>One to three places get a small, a large, a negative or a random number, or a bit flips. The head of a file, where lengths and shapes are, is hit as often as all the rest.</summary>
    private static byte[] Mutate(byte[] saved, ulong seed)
    {
        var random = new Xoshiro256(seed);
        var mutated = (byte[])saved.Clone();
        Span<byte> number = stackalloc byte[4];
        for (int left = random.Between(1, 3); left > 0; left--)
        {
            int place = random.Chance(0.5) ? random.Next(Math.Min(512, mutated.Length)) : random.Next(mutated.Length);
            if (random.Chance(0.3))
            {
                mutated[place] ^= (byte)(1 << random.Next(8));
                continue;
            }
            int value = random.Pick([0, 1, 2, 3, -1, -2, 127, 255, 1000, 65_536, int.MaxValue, int.MinValue, 0x7F80_0000, 0x7FC0_0000, 0x7FF0_0000, (int)random.Next()]);
            System.Buffers.Binary.BinaryPrimitives.WriteInt32LittleEndian(number, value);
            // Numbers of a file are at multiples of nothing: names have any length.
            number[..Math.Min(4, mutated.Length - place)].CopyTo(mutated.AsSpan(place));
        }
        return mutated;
    }
}
