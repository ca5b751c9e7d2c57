namespace NetThreat.Learning.Svm;

/// <summary>A solved dual problem.</summary>
/// <param name="Alphas">The coefficient of every training row, 0 to its bound.</param>
/// <param name="Rho">The offset: the decision is the weighted sum of kernels minus it.</param>
/// <param name="Objective">½ a'Ka.</param>
/// <param name="Gap">How far the worst pair is from optimal, in units of the decision.</param>
/// <param name="Steps">Pairs optimised.</param>
internal sealed record OneClassSolution(double[] Alphas, double Rho, double Objective, double Gap, long Steps);
